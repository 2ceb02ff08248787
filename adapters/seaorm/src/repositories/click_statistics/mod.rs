//! The numbers of clicks: whatever is asked, it is the sum of the same rows.

mod asked;
mod counts;
mod part;
mod take;
mod values;

use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};
use sea_orm::ConnectionTrait;

use self::asked::{Asked, Key};
use crate::session::Session;

const TAKEN: &str = "SELECT taken FROM taken_clicks WHERE link_id = $1";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickStatistics for Session<C> {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        let asked = Asked::of(self.backend(), subject);
        let sums = self.add_up(asked, &take::whole(span), Key::Step).await?;
        Ok(sums.into_iter().map(|(_, counts)| counts).sum())
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let asked = Asked::by_link(self.backend(), links);
        let sums = self.add_up(asked, &take::whole(span), Key::Id).await?;
        let sums = sums.into_iter();
        Ok(sums.map(|(link, counts)| (LinkId(link), counts)).collect())
    }

    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        let asked = Asked::of(self.backend(), subject);
        let takes = take::by_step(quarters, offset, step);
        self.add_up(asked, &takes, Key::Step).await
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let asked = Asked::of(self.backend(), subject);
        self.add_up_values(asked, span, dimension).await
    }

    async fn count_taken(&self, link: LinkId) -> Result<u64, StoreError> {
        let taken = self.number(TAKEN, [link.0.into()]).await?;
        Ok(taken.unwrap_or_default())
    }
}
