//! Adding up counts.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use korotko_core::click::Counts;
use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::asked::{Asked, Key};
use super::take::Take;
use crate::rollup::{Block, counts, read_counts};
use crate::series;
use crate::session::Session;

/// What a statement of [`Asked::counts`] finds.
enum Row {
    Loose(i64, [i64; 4]),
    Packed {
        id: i64,
        take: usize,
        block: Block,
        series: Vec<u8>,
    },
}

impl<C: ConnectionTrait> Session<C> {
    /// The counts of each key that has any, by rising key.
    pub(super) async fn add_up(
        &self,
        asked: Asked,
        takes: &[Take],
        key: Key,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        if takes.is_empty() {
            return Ok(Vec::new());
        }
        let mut sums = Sums {
            key,
            by_key: BTreeMap::new(),
        };
        for row in self.read(asked.counts(takes, key), read).await? {
            match row {
                Row::Loose(key, numbers) => sums.add(key, 1, numbers),
                Row::Packed {
                    id,
                    take,
                    block,
                    series,
                } => sums.add_series(id, &takes[take], block, &series)?,
            }
        }
        let sums = sums.by_key.into_iter();
        let sums = sums.filter(|(_, numbers)| *numbers != [0; 4]);
        sums.map(|(key, numbers)| Ok((key, counts(numbers)?)))
            .collect()
    }
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    let number = |place| row.try_get_by_index::<i64>(place);
    let Ok(take) = usize::try_from(number(5)?) else {
        return Ok(Row::Loose(number(0)?, read_counts(row, 1)?));
    };
    Ok(Row::Packed {
        id: number(0)?,
        take,
        block: Block(number(6)?),
        series: row.try_get_by_index(7)?,
    })
}

/// Sums that grow. A number that is moved from one step to another is negative for a while.
struct Sums {
    key: Key,
    by_key: BTreeMap<i64, [i64; 4]>,
}

impl Sums {
    fn add(&mut self, key: i64, sign: i64, numbers: [i64; 4]) {
        let sum = self.by_key.entry(key).or_default();
        for (sum, number) in sum.iter_mut().zip(numbers) {
            *sum += sign * number;
        }
    }

    fn add_series(
        &mut self,
        id: i64,
        take: &Take,
        block: Block,
        series: &[u8],
    ) -> Result<(), StoreError> {
        let first = block.first(take.grain);
        let (start, end) = (take.periods.start - first, take.periods.end - first);
        let is_partial = take.is_partial();
        // What goes together is added up before it is put where it belongs, which costs more.
        let mut last = 0;
        let mut run = [0; 4];
        series::decode(series, |place, counts| {
            let period = first + place;
            if place >= end {
                return ControlFlow::Break(());
            }
            if place < start || (is_partial && !take.has_of_day(period)) {
                return ControlFlow::Continue(());
            }
            let number = take.together.number(period);
            if number != last {
                self.add_run(id, take, last, run);
                (last, run) = (number, [0; 4]);
            }
            for (sum, number) in run.iter_mut().zip(stored(counts)) {
                *sum += number;
            }
            ControlFlow::Continue(())
        })?;
        self.add_run(id, take, last, run);
        Ok(())
    }

    fn add_run(&mut self, id: i64, take: &Take, number: i64, run: [i64; 4]) {
        if run == [0; 4] {
            return;
        }
        for posting in &take.postings {
            let key = match self.key {
                Key::Step => posting.step(number),
                Key::Id => id,
            };
            self.add(key, posting.sign, run);
        }
    }
}

fn stored(counts: Counts) -> [i64; 4] {
    let numbers = [counts.humans, counts.bots, counts.previews, counts.visitors];
    numbers.map(crate::rollup::stored)
}
