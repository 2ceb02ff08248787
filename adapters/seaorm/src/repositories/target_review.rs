use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::{BlockCause, TargetUrl};
use korotko_core::ports::{ReviewedTarget, StoreError, TargetReview, TargetReviewRepository};
use sea_orm::{ConnectionTrait, Statement};

use crate::session::Session;

const FIND: &str = "SELECT version, until_link FROM target_reviews";

const UPSERT: &str = "INSERT INTO target_reviews (id, version, until_link) VALUES (1, $1, $2)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, until_link = excluded.until_link";

const REWIND: &str = "UPDATE target_reviews SET until_link = $1 WHERE until_link > $1";

/// Along the primary key.
const TARGETS: &str = "SELECT id, url, fallback_url, block_cause FROM links
    WHERE id > $1 AND url <> '' ORDER BY id LIMIT $2";

impl<C: ConnectionTrait + Send + Sync> Session<C> {
    async fn find_review(&self, sql: String) -> Result<Option<TargetReview>, StoreError> {
        let select = Statement::from_string(self.backend(), sql);
        let found = self.read(select, |row| {
            Ok(TargetReview {
                version: row.try_get_by_index::<i64>(0)?.cast_unsigned(),
                until: LinkId(row.try_get_by_index(1)?),
            })
        });
        Ok(found.await?.pop())
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> TargetReviewRepository for Session<C> {
    async fn find(&self) -> Result<Option<TargetReview>, StoreError> {
        self.find_review(FIND.to_owned()).await
    }

    async fn find_for_update(&self) -> Result<Option<TargetReview>, StoreError> {
        self.writer()?;
        let lock = self.locking(" FOR UPDATE");
        self.find_review(format!("{FIND}{lock}")).await
    }

    async fn upsert(&self, review: &TargetReview) -> Result<(), StoreError> {
        let version = review.version.cast_signed();
        let values = [version.into(), review.until.0.into()];
        self.change(UPSERT, values).await?;
        Ok(())
    }

    async fn rewind(&self, to: LinkId) -> Result<(), StoreError> {
        self.change(REWIND, [to.0.into()]).await?;
        Ok(())
    }

    async fn list_targets(
        &self,
        after: LinkId,
        limit: u32,
    ) -> Result<Vec<ReviewedTarget>, StoreError> {
        let values = [after.0.into(), i64::from(limit).into()];
        let select = Statement::from_sql_and_values(self.backend(), TARGETS, values);
        let rows = self.read(select, |row| {
            let cause: Option<String> = row.try_get_by_index(3)?;
            let fallback: Option<String> = row.try_get_by_index(2)?;
            Ok(ReviewedTarget {
                link: LinkId(row.try_get_by_index(0)?),
                target: TargetUrl::from_stored(row.try_get_by_index(1)?),
                fallback: fallback.map(TargetUrl::from_stored),
                block: cause.and_then(|cause| BlockCause::from_name(&cause)),
            })
        });
        rows.await
    }
}
