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
        let (table, into) = (count_packs(owner), format!("{owner}_click_counts"));
        let into = format!("{into} ({id}, grain, period, shard, humans, bots, previews, visitors)");
        let key = [&*id, "block"];
        copy(connection, &table, &key, &COUNTS, &into, counts).await?;
        let (table, into) = (breakdown_packs(owner), format!("{owner}_click_breakdowns"));
        let sums = BREAKDOWNS.map(|[sums, _]| sums).join(", ");
        let into = format!("{into} ({id}, grain, period, shard, {sums})");
        let key = [&*id, "grain", "period"];
        let columns: Vec<&str> = BREAKDOWNS.into_iter().flatten().collect();
        copy(connection, &table, &key, &columns, &into, breakdowns).await?;
    }
    Ok(())
}

/// A pack: its key, and its columns.
struct Pack {
    key: Vec<i64>,
    columns: Vec<Vec<u8>>,
    quote: &'static str,
}

/// Writes the rows that packs of `table` become.
async fn copy<C: ConnectionTrait>(
    connection: &C,
    table: &str,
    key: &[&str],
    columns: &[&str],
    into: &str,
    rows: impl Fn(&Pack) -> Option<Vec<String>>,
) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let quote = match backend {
        DbBackend::Postgres => r"'\x",
        _ => "X'",
    };
    let order = key.join(", ");
    let numbers = key.iter().map(|name| format!("CAST({name} AS bigint)"));
    let numbers: Vec<_> = numbers.collect();
    let (numbers, columns_sql) = (numbers.join(", "), columns.join(", "));
    let mut last = String::new();
    loop {
        let sql = format!(
            "SELECT {numbers}, {columns_sql} FROM {table} {last} ORDER BY {order} LIMIT {AT_ONCE}"
        );
        let found = connection
            .query_all_raw(Statement::from_string(backend, sql))
            .await?;
        let packs = found
            .iter()
            .map(|row| read(row, key.len(), columns.len(), quote));
        let packs = packs.collect::<Result<Vec<_>, _>>()?;
        let Some(end) = packs.last() else {
            return Ok(());
        };
        let end: Vec<_> = end.key.iter().map(i64::to_string).collect();
        last = format!("WHERE ({order}) > ({})", end.join(", "));
        for pack in packs {
            let broken = || DbErr::Migration(format!("{table} has a row that cannot be read"));
            let rows = rows(&pack).ok_or_else(broken)?;
            if !rows.is_empty() {
                let sql = format!("INSERT INTO {into} VALUES {}", rows.join(", "));
                connection.execute_unprepared(&sql).await?;
            }
        }
    }
}

fn read(row: &QueryResult, key: usize, columns: usize, quote: &'static str) -> Result<Pack, DbErr> {
    let numbers = (0..key).map(|place| row.try_get_by_index(place));
    let bytes = (key..key + columns).map(|place| row.try_get_by_index(place));
    Ok(Pack {
        key: numbers.collect::<Result<_, _>>()?,
        columns: bytes.collect::<Result<_, _>>()?,
        quote,
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

/// By stretch of time, each dimension's number of values, and these.
type Stretches = BTreeMap<i64, [(u64, Vec<u8>); BREAKDOWNS.len()]>;

fn breakdowns(pack: &Pack) -> Option<Vec<String>> {
    let [id, grain, period] = *pack.key.as_array()?;
    let first = period
        * if grain == 1 {
            DAYS_OF_BLOCK
        } else {
            QUARTERS_OF_EIGHTH
        };
    let mut stretches = Stretches::new();
    for (dimension, columns) in pack.columns.chunks(2).enumerate() {
        let [mut sums, mut series] = [columns.first()?.as_slice(), columns.get(1)?];
        version(&mut sums)?;
        version(&mut series)?;
        for _ in 0..varint(&mut sums)? {
            let value = text(&mut sums)?;
            for _ in 0..4 {
                varint(&mut sums)?;
            }
            for (place, numbers) in take_series(&mut series)? {
                let (values, bytes) = &mut stretches.entry(first + place).or_default()[dimension];
                *values += 1;
                put_varint(bytes, value.len() as u64);
                bytes.extend_from_slice(value);
                for number in numbers {
                    put_varint(bytes, number);
                }
            }
        }
    }
    let row = |(period, dimensions): (i64, [(u64, Vec<u8>); BREAKDOWNS.len()])| {
        let columns = dimensions.map(|(values, bytes)| {
            let mut all = vec![1];
            put_varint(&mut all, values);
            all.extend(bytes);
            literal(pack.quote, &all)
        });
        format!("({id}, {grain}, {period}, {SHARD}, {})", columns.join(", "))
    };
    Some(stretches.into_iter().map(row).collect())
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

fn text<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(text)
}

fn take_series(bytes: &mut &[u8]) -> Option<Vec<(i64, Numbers)>> {
    let length = varint(bytes)?;
    let mut stretches = Vec::new();
    let mut place = 0;
    for _ in 0..length {
        let head = varint(bytes)?;
        place += i64::try_from(head >> 4).ok()?;
        let mut numbers = Numbers::default();
        for (number, bit) in numbers.iter_mut().zip([1, 2, 4, 8]) {
            if head & bit != 0 {
                *number = varint(bytes)?;
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
