//! The way back: a row for each stretch of time again. How packs are read is what it was when they came; it stands here once
//! more so that the program may change it.

use std::collections::BTreeMap;
use std::fmt::Write;

use sea_orm_migration::prelude::DbErr;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

use super::{BREAKDOWNS, COUNTS, OWNERS, breakdown_packs, count_packs, id};

/// How many packs are read at once.
const AT_ONCE: usize = 200;

/// No program counts in this one, so no rows stand in the way.
const SHARD: u8 = 8;

const DAYS_OF_BLOCK: i64 = 64;
const QUARTERS_OF_DAY: i64 = 96;
const QUARTERS_OF_EIGHTH: i64 = 8 * QUARTERS_OF_DAY;

/// People, bots, previews, visitors.
type Numbers = [u64; 4];

pub(super) async fn unpack<C: ConnectionTrait>(connection: &C) -> Result<(), DbErr> {
    for (owner, _) in OWNERS {
        let id = id(owner);
        let counts_of = Packs {
            table: count_packs(owner),
            key: format!("{id}, block"),
            columns: COUNTS.join(", "),
            into: format!(
                "{owner}_click_counts ({id}, grain, period, shard, humans, bots, previews, visitors)"
            ),
        };
        counts_of.copy(connection, counts).await?;
        let sums = BREAKDOWNS.map(|[sums, _]| sums).join(", ");
        let breakdowns_of = Packs {
            table: breakdown_packs(owner),
            key: format!("{id}, grain, period"),
            columns: BREAKDOWNS.map(|names| names.join(", ")).join(", "),
            into: format!("{owner}_click_breakdowns ({id}, grain, period, shard, {sums})"),
        };
        breakdowns_of.copy(connection, breakdowns).await?;
    }
    Ok(())
}

/// A table of packs, and which columns of which table their rows go into.
struct Packs {
    table: String,
    key: String,
    columns: String,
    into: String,
}

/// A pack: its key, and its columns.
struct Pack {
    key: Vec<i64>,
    columns: Vec<Vec<u8>>,
    quote: &'static str,
}

impl Packs {
    /// Writes the rows that the packs become.
    async fn copy<C: ConnectionTrait>(
        &self,
        connection: &C,
        rows: impl Fn(&Pack) -> Option<Vec<String>>,
    ) -> Result<(), DbErr> {
        let mut after = None;
        loop {
            let packs = self.read(connection, after).await?;
            let Some(last) = packs.last() else {
                return Ok(());
            };
            after = Some(last.key.clone());
            for pack in packs {
                let broken =
                    || DbErr::Migration(format!("{} has a row that cannot be read", self.table));
                let rows = rows(&pack).ok_or_else(broken)?;
                if !rows.is_empty() {
                    let sql = format!("INSERT INTO {} VALUES {}", self.into, rows.join(", "));
                    connection.execute_unprepared(&sql).await?;
                }
            }
        }
    }

    /// The packs behind that of this key, by rising key.
    async fn read<C: ConnectionTrait>(
        &self,
        connection: &C,
        after: Option<Vec<i64>>,
    ) -> Result<Vec<Pack>, DbErr> {
        let backend = connection.get_database_backend();
        let Self {
            table,
            key,
            columns,
            ..
        } = self;
        let numbers = |key: Vec<i64>| {
            key.iter()
                .map(i64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let after = after.map(|after| format!("WHERE ({key}) > ({})", numbers(after)));
        let sql = format!(
            "SELECT {key}, {columns} FROM {table} {} ORDER BY {key} LIMIT {AT_ONCE}",
            after.unwrap_or_default()
        );
        let found = connection.query_all_raw(Statement::from_string(backend, sql));
        let count = |names: &str| names.split(',').count();
        let rows = found.await?;
        let packs = rows
            .iter()
            .map(|row| read(row, count(key), count(columns), backend));
        packs.collect()
    }
}

fn read(row: &QueryResult, key: usize, columns: usize, backend: DbBackend) -> Result<Pack, DbErr> {
    // The grain is a smaller number than the others on PostgreSQL.
    let number = |place| {
        let small = |_| row.try_get_by_index(place).map(|small: i16| small.into());
        row.try_get_by_index(place).or_else(small)
    };
    let bytes = (key..key + columns).map(|place| row.try_get_by_index(place));
    Ok(Pack {
        key: (0..key).map(number).collect::<Result<_, _>>()?,
        columns: bytes.collect::<Result<_, _>>()?,
        quote: match backend {
            DbBackend::Postgres => r"'\x",
            _ => "X'",
        },
    })
}

fn counts(pack: &Pack) -> Option<Vec<String>> {
    let mut rows = Vec::new();
    for (place, mut series) in pack.columns.iter().map(Vec::as_slice).enumerate() {
        let (grain, per_day) = match COUNTS[place] {
            "days" => (1, 1),
            _ => (0, QUARTERS_OF_DAY),
        };
        if series.is_empty() {
            continue;
        }
        version(&mut series)?;
        let first = pack.key[1] * DAYS_OF_BLOCK * per_day;
        for (place, [humans, bots, previews, visitors]) in take_series(&mut series)? {
            let (id, period) = (pack.key[0], first + place);
            rows.push(format!(
                "({id}, {grain}, {period}, {SHARD}, {humans}, {bots}, {previews}, {visitors})"
            ));
        }
    }
    Some(rows)
}

/// By grain and stretch of time, each dimension's values.
type Stretches<'p> = BTreeMap<(i64, i64), [BTreeMap<&'p [u8], Numbers>; BREAKDOWNS.len()]>;

/// The rows of the quarters, and of the days that they add up to. Blocks say nothing more.
fn breakdowns(pack: &Pack) -> Option<Vec<String>> {
    let [id, grain, period] = *pack.key.as_array()?;
    if grain == 1 {
        return Some(Vec::new());
    }
    let first = period * QUARTERS_OF_EIGHTH;
    let mut stretches = Stretches::new();
    for (dimension, columns) in pack.columns.chunks(2).enumerate() {
        let [mut sums, mut series] = [columns.first()?.as_slice(), columns.get(1)?];
        version(&mut sums)?;
        version(&mut series)?;
        for _ in 0..varint(&mut sums)? {
            let value = sized(&mut sums)?;
            for _ in 0..4 {
                varint(&mut sums)?;
            }
            for (place, numbers) in take_series(&mut series)? {
                let quarter = first + place;
                for stretch in [(0, quarter), (1, quarter.div_euclid(QUARTERS_OF_DAY))] {
                    let values = &mut stretches.entry(stretch).or_default()[dimension];
                    let sum = values.entry(value).or_default();
                    for (sum, number) in sum.iter_mut().zip(numbers) {
                        *sum += number;
                    }
                }
            }
        }
    }
    let rows = stretches.iter().map(|((grain, period), dimensions)| {
        let columns = dimensions
            .each_ref()
            .map(|values| literal(pack.quote, &breakdown(values)));
        format!("({id}, {grain}, {period}, {SHARD}, {})", columns.join(", "))
    });
    Some(rows.collect())
}

fn breakdown(values: &BTreeMap<&[u8], Numbers>) -> Vec<u8> {
    let mut bytes = vec![1];
    put_varint(&mut bytes, values.len() as u64);
    for (value, numbers) in values {
        put_varint(&mut bytes, value.len() as u64);
        bytes.extend_from_slice(value);
        for number in numbers {
            put_varint(&mut bytes, *number);
        }
    }
    bytes
}

fn literal(quote: &str, bytes: &[u8]) -> String {
    let mut literal = quote.to_owned();
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(literal, "{byte:02x}");
    }
    literal + "'"
}

fn version(bytes: &mut &[u8]) -> Option<()> {
    let (version, rest) = bytes.split_first()?;
    *bytes = rest;
    (*version == 1).then_some(())
}

/// What comes behind its own length.
fn sized<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(text)
}

fn take_series(bytes: &mut &[u8]) -> Option<Vec<(i64, Numbers)>> {
    let mut series = sized(bytes)?;
    let mut stretches = Vec::new();
    let mut place = 0;
    while !series.is_empty() {
        let head = varint(&mut series)?;
        place += i64::try_from(head >> 4).ok()?;
        let mut numbers = Numbers::default();
        for (number, bit) in numbers.iter_mut().zip([1, 2, 4, 8]) {
            if head & bit != 0 {
                *number = varint(&mut series)?;
            }
        }
        stretches.push((place, numbers));
        place += 1;
    }
    Some(stretches)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}
