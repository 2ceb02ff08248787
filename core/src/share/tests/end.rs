use mockall::predicate::eq;

use super::{ANN, BOB, COLLECTION, LINK, ports, share_of_collection};
use crate::fault::Fault;
use crate::mock::sample;

#[tokio::test]
async fn an_ended_share_is_deleted() {
    for share in [sample::share(), share_of_collection()] {
        let mut mocks = ports(Some(share));
        let delete = mocks.shares.expect_delete().times(1);
        delete.with(eq(share.id)).returning(|_| Ok(true));
        let commits = mocks.commits.clone();
        let shares = mocks.korotko().shares;
        shares.end(ANN, share.subject).await.unwrap();
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn ending_what_is_not_shared_does_nothing() {
    for subject in [LINK, COLLECTION] {
        let mut mocks = ports(None);
        mocks.shares.expect_delete().never();
        mocks.korotko().shares.end(ANN, subject).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_ends_or_finds_the_share_of_another() {
    for share in [sample::share(), share_of_collection()] {
        let mut mocks = ports(Some(share));
        mocks.shares.expect_delete().never();
        let shares = mocks.korotko().shares;
        let refused = shares.end(BOB, share.subject).await.unwrap_err();
        assert_eq!(refused.code(), "not-found");
        let refused = shares.find(BOB, share.subject).await.unwrap_err();
        assert_eq!(refused.code(), "not-found");
        let found = shares.find(ANN, share.subject).await.unwrap();
        assert_eq!(found, Some(share));
    }
}
