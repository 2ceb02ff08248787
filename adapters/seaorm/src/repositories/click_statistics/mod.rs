//! The numbers of clicks: whatever is asked, it is the sum of the same rows.

mod rows;
mod steps;

use std::collections::HashMap;
use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult};

use self::rows::{Asked, SUMS};
use self::steps::by_step;
use crate::breakdown::decode;
use crate::rollup::{column, counts, read_counts, stretches};
use crate::session::Session;

const TAKEN: &str = "SELECT taken FROM taken_clicks WHERE link_id = $1";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickStatistics for Session<C> {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        let stretches = stretches(span);
        if stretches.is_empty() {
            return Ok(Counts::default());
        }
        let mut asked = Asked::of(subject);
        let sql = format!("SELECT {SUMS} FROM ({}) AS part", asked.counts(&stretches));
        let select = asked.statement(self.backend(), &sql);
        let found = self.read(select, |row| read_counts(row, 0)).await?;
        found.into_iter().map(counts).sum()
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        let stretches = stretches(span);
        if stretches.is_empty() || links.is_empty() {
            return Ok(Vec::new());
        }
        let mut asked = Asked::by_link(links);
        let sql = format!(
            "SELECT id, {SUMS} FROM ({}) AS part GROUP BY id",
            asked.counts(&stretches)
        );
        let select = asked.statement(self.backend(), &sql);
        let found = self.read(select, read_keyed).await?.into_iter();
        found
            .map(|(link, numbers)| Ok((LinkId(link), counts(numbers)?)))
            .collect()
    }

    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        let mut asked = Asked::of(subject);
        let sql = by_step(&mut asked, quarters, offset, step);
        let select = asked.statement(self.backend(), &sql);
        let found = self.read(select, read_keyed).await?.into_iter();
        found
            .map(|(step, numbers)| Ok((step, counts(numbers)?)))
            .collect()
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let stretches = stretches(span);
        if stretches.is_empty() {
            return Ok(Vec::new());
        }
        // One behind the other: fetching a row costs more than reading what is in it.
        let all = match self.backend() {
            DbBackend::Postgres => "string_agg(breakdown, ''::bytea)",
            // As text it stays the bytes that it is; there is no such function for bytes.
            _ => "CAST(group_concat(CAST(breakdown AS text), '') AS blob)",
        };
        let mut asked = Asked::of(subject);
        let sql = format!(
            "SELECT {all} FROM ({}) AS part GROUP BY id",
            asked.breakdowns(column(dimension), &stretches)
        );
        let select = asked.statement(self.backend(), &sql);
        let found = self.read(select, |row| row.try_get_by_index::<Vec<u8>>(0));
        add_up(&found.await?)
    }

    async fn count_taken(&self, link: LinkId) -> Result<u64, StoreError> {
        let taken = self.number(TAKEN, [link.0.into()]).await?;
        Ok(taken.unwrap_or_default())
    }
}

fn read_keyed(row: &QueryResult) -> Result<(i64, [i64; 4]), DbErr> {
    Ok((row.try_get_by_index(0)?, read_counts(row, 1)?))
}

fn add_up(breakdowns: &[Vec<u8>]) -> Result<Vec<(String, Counts)>, StoreError> {
    let mut sums: HashMap<&str, Counts> = HashMap::new();
    for breakdown in breakdowns {
        for entry in decode(breakdown) {
            let (value, counts) = entry?;
            *sums.entry(value).or_default() += counts;
        }
    }
    let sums = sums.into_iter();
    Ok(sums
        .map(|(value, counts)| (value.to_owned(), counts))
        .collect())
}
