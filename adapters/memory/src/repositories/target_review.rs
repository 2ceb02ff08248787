use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{ReviewedTarget, StoreError, TargetReview, TargetReviewRepository};

use crate::rows::Rows;

#[async_trait]
impl TargetReviewRepository for Rows {
    async fn find(&self) -> Result<Option<TargetReview>, StoreError> {
        self.read(|state| state.target_review)
    }

    async fn find_for_update(&self) -> Result<Option<TargetReview>, StoreError> {
        self.read_for_update(|state| state.target_review)
    }

    async fn upsert(&self, review: &TargetReview) -> Result<(), StoreError> {
        self.write(|state| {
            state.target_review = Some(*review);
            Ok(())
        })
    }

    async fn rewind(&self, to: LinkId) -> Result<(), StoreError> {
        self.write(|state| {
            if let Some(review) = &mut state.target_review {
                review.until = review.until.min(to);
            }
            Ok(())
        })
    }

    async fn list_targets(
        &self,
        after: LinkId,
        limit: u32,
    ) -> Result<Vec<ReviewedTarget>, StoreError> {
        self.read(|state| {
            let links = state.links.all().filter(|link| link.id > after);
            let links = links.filter(|link| !link.target.as_str().is_empty());
            links.take(limit as usize).map(reviewed).collect()
        })
    }
}

fn reviewed(link: &Link) -> ReviewedTarget {
    ReviewedTarget {
        link: link.id,
        target: link.target.clone(),
        fallback: link.fallback.clone(),
        block: link.block.as_ref().map(|block| block.cause),
    }
}
