//! Checks of [`TargetReviewRepository`](korotko_core::ports::TargetReviewRepository).

use super::StoreFixture;
use super::given::{With, anonymous, moment, target, write};
use super::given_links::list_block;
use super::suite::checks;
use korotko_core::id::LinkId;
use korotko_core::link::BlockCause;
use korotko_core::ports::{ReviewedTarget, StoreError, TargetReview};

checks! { $ __target_review_repository_checks, target_review_repository:
    a_written_review_replaces_the_previous_one,
    a_rewound_review_compares_links_again,
    an_uncommitted_review_is_not_found,
    targets_are_listed_in_ascending_order_part_by_part,
    a_target_is_listed_with_its_fallback_and_block,
    deleted_links_are_listed_until_they_are_cleared,
}

/// Of a version that fits no signed number.
fn review(until: i64) -> TargetReview {
    TargetReview {
        version: u64::MAX - 1,
        until: LinkId(until),
    }
}

impl StoreFixture {
    async fn find_review(&self) -> Option<TargetReview> {
        self.store.target_reviews().find().await.unwrap()
    }

    async fn write_review(&self, review: TargetReview) {
        write(self, async |unit| {
            unit.target_reviews().upsert(&review).await
        })
        .await;
    }

    async fn list_targets(&self, after: LinkId, limit: u32) -> Vec<ReviewedTarget> {
        let reviews = self.store.target_reviews();
        reviews.list_targets(after, limit).await.unwrap()
    }

    async fn target_ids(&self, after: LinkId, limit: u32) -> Vec<LinkId> {
        let listed = self.list_targets(after, limit).await.into_iter();
        listed.map(|target| target.link).collect()
    }
}

pub async fn a_written_review_replaces_the_previous_one(fixture: &StoreFixture) {
    assert_eq!(fixture.find_review().await, None);
    let other = TargetReview {
        version: 7,
        until: LinkId(0),
    };
    for review in [review(5), review(9), other] {
        fixture.write_review(review).await;
        assert_eq!(fixture.find_review().await, Some(review));
        let unit = fixture.begin().await;
        let locked = unit.target_reviews().find_for_update().await.unwrap();
        assert_eq!(locked, Some(review));
    }
}

pub async fn a_rewound_review_compares_links_again(fixture: &StoreFixture) {
    let rewind = async |to| {
        write(fixture, async |unit| {
            unit.target_reviews().rewind(LinkId(to)).await
        })
        .await;
        fixture.find_review().await
    };
    assert_eq!(rewind(3).await, None);
    fixture.write_review(review(5)).await;
    assert_eq!(rewind(9).await, Some(review(5)));
    assert_eq!(rewind(3).await, Some(review(3)));
}

pub async fn an_uncommitted_review_is_not_found(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    unit.target_reviews().upsert(&review(5)).await.unwrap();
    drop(unit);
    assert_eq!(fixture.find_review().await, None);
    let refused = fixture.store.target_reviews().upsert(&review(5)).await;
    assert!(
        matches!(refused, Err(StoreError::Internal(_))),
        "{refused:?}"
    );
}

pub async fn targets_are_listed_in_ascending_order_part_by_part(fixture: &StoreFixture) {
    assert_eq!(fixture.list_targets(LinkId(0), 9).await, []);
    let mut ids = Vec::new();
    for slug in ["three", "one", "two"] {
        ids.push(fixture.insert_link(&anonymous(slug)).await.id);
    }
    assert_eq!(fixture.target_ids(LinkId(0), 9).await, ids);
    assert_eq!(fixture.target_ids(LinkId(0), 2).await, ids[..2]);
    assert_eq!(fixture.target_ids(ids[0], 1).await, ids[1..2]);
    assert_eq!(fixture.target_ids(ids[1], 9).await, ids[2..]);
    assert_eq!(fixture.target_ids(ids[2], 9).await, []);
}

pub async fn a_target_is_listed_with_its_fallback_and_block(fixture: &StoreFixture) {
    let wanted = anonymous("promo").with(|link| link.fallback = Some(target("over")));
    let mut link = fixture.insert_link(&wanted).await;
    let mut expected = ReviewedTarget {
        link: link.id,
        target: wanted.target,
        fallback: wanted.fallback,
        block: None,
    };
    assert_eq!(fixture.list_targets(LinkId(0), 9).await, [expected.clone()]);
    for cause in BlockCause::ALL {
        let mut block = list_block(moment(5));
        block.cause = cause;
        link.block = Some(block);
        fixture.update_link(&link).await;
        expected.block = Some(cause);
        assert_eq!(fixture.list_targets(LinkId(0), 9).await, [expected.clone()]);
    }
}

pub async fn deleted_links_are_listed_until_they_are_cleared(fixture: &StoreFixture) {
    let gone = fixture
        .insert_tombstone(&anonymous("promo"), moment(3))
        .await;
    assert_eq!(fixture.target_ids(LinkId(0), 9).await, [gone.id]);
    write(fixture, async |unit| {
        unit.tombstones().clear(moment(9), 9).await
    })
    .await;
    assert_eq!(fixture.target_ids(LinkId(0), 9).await, []);
}
