use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{
    Applied, BulkError, Link, LinkEdit, LinkOperation, NewLink, OperationOutcome, QueryForwarding,
    Slug,
};
use crate::mock::{MockPorts, sample};
use crate::ports::{Change, StoreError};
use crate::user::User;
use crate::{ExpectedRevision, Revision};

fn create(slug: &str) -> LinkOperation {
    LinkOperation::Create(NewLink::to("https://example.com").with_slug(slug))
}

fn edit(id: i64, slug: &str) -> LinkOperation {
    LinkOperation::Edit {
        id: LinkId(id),
        expected: ExpectedRevision::Any,
        edit: LinkEdit {
            slug: Some(slug.to_owned()),
            ..LinkEdit::default()
        },
    }
}

fn delete(id: i64, expected: ExpectedRevision) -> LinkOperation {
    LinkOperation::Delete {
        id: LinkId(id),
        expected,
    }
}

/// A store with Ann's link 11, in which the slug `taken` is taken.
fn mocks() -> MockPorts {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    mocks.with_link(sample::link()).with_slugs()
}

async fn batch(
    mocks: MockPorts,
    operations: &[LinkOperation],
    atomic: bool,
) -> Vec<OperationOutcome> {
    let links = mocks.korotko().links;
    links.batch(UserId(7), operations, atomic).await.unwrap()
}

fn error_codes(outcomes: &[OperationOutcome]) -> Vec<&'static str> {
    let code = |outcome: &OperationOutcome| match outcome {
        Ok(Applied::Created(_)) => "created",
        Ok(Applied::Edited(_)) => "edited",
        Ok(Applied::Deleted(_)) => "deleted",
        Err(error) => error.code(),
    };
    outcomes.iter().map(code).collect()
}

#[tokio::test]
async fn each_operation_has_its_own_outcome() {
    let mocks = mocks();
    let commits = mocks.commits.clone();
    let operations = [
        create("a"),
        create("taken"),
        create("no good"),
        edit(11, "taken"),
        edit(12, "b"),
        edit(11, "b"),
        delete(11, ExpectedRevision::exactly(Revision(1))),
        delete(11, ExpectedRevision::exactly(Revision(2))),
        delete(11, ExpectedRevision::Any),
    ];
    let outcomes = batch(mocks, &operations, false).await;
    let wanted = [
        "created",
        "slug-taken",
        "invalid",
        "slug-taken",
        "not-found",
        "edited",
        "precondition-failed",
        "deleted",
        "not-found",
    ];
    assert_eq!(error_codes(&outcomes), wanted);
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn an_atomic_batch_applies_nothing_if_one_operation_fails() {
    let mocks = mocks();
    let commits = mocks.commits.clone();
    let operations = [create("a"), create("taken"), edit(11, "b")];
    let outcomes = batch(mocks, &operations, true).await;
    let wanted = ["not-applied", "slug-taken", "not-applied"];
    assert_eq!(error_codes(&outcomes), wanted);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_deletion_frees_room_for_later_operations() {
    let mocks = MockPorts::default()
        .with_user(sample::user())
        .with_owned(100_000, 0)
        .with_link(sample::link())
        .with_slugs();
    let operations = [
        create("a"),
        delete(11, ExpectedRevision::Any),
        create("b"),
        create("d"),
    ];
    let outcomes = batch(mocks, &operations, false).await;
    let wanted = [
        "link-limit-reached",
        "deleted",
        "created",
        "link-limit-reached",
    ];
    assert_eq!(error_codes(&outcomes), wanted);
}

#[tokio::test]
async fn a_batch_is_retried_after_a_conflict() {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    let mut mocks = mocks.with_link(sample::link());
    let mut attempts = 0;
    let update = mocks.link_batches.expect_update();
    update.times(2).returning_st(move |_| {
        attempts += 1;
        if attempts == 1 {
            Err(StoreError::Conflict)
        } else {
            Ok(vec![false])
        }
    });
    let outcomes = batch(mocks, &[edit(11, "b")], false).await;
    assert_eq!(error_codes(&outcomes), ["slug-taken"]);
}

#[tokio::test]
async fn a_slug_reserved_for_another_owner_is_released_again() {
    let left = Link {
        owner: Some(UserId(8)),
        ..sample::link()
    };
    let mut mocks = mocks().with_tombstone(left);
    let taken_back = mocks.link_batches.expect_delete();
    taken_back
        .times(1)
        .withf(|ids| ids == [LinkId(100)])
        .returning(|_| Ok(()));
    let new = NewLink {
        scope: Some(crate::link::Scope::Global),
        ..NewLink::to("https://example.com").with_slug("kept")
    };
    let outcomes = batch(mocks, &[LinkOperation::Create(new)], false).await;
    assert_eq!(error_codes(&outcomes), ["slug-taken"]);
}

#[tokio::test]
async fn a_batch_has_one_to_a_thousand_operations() {
    let links = MockPorts::default().korotko().links;
    for operations in [vec![], vec![create("a"); 1_001]] {
        let refused = links.batch(UserId(7), &operations, false).await;
        assert!(matches!(refused, Err(BulkError::Invalid(_))));
    }
}

#[tokio::test]
async fn an_edit_in_a_batch_that_changes_nothing_writes_nothing() {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    let mocks = mocks.with_link(sample::link());
    let operations = [edit(11, "promo"), edit(11, "promo")];
    for outcome in batch(mocks, &operations, true).await {
        assert!(matches!(outcome, Ok(Applied::Edited(link)) if link == sample::link()));
    }
}

#[tokio::test]
async fn links_of_a_batch_that_do_not_say_forward_as_their_owners_account_says() {
    let user = User {
        default_query_forwarding: QueryForwarding::Append,
        ..sample::user()
    };
    let mocks = MockPorts::default().with_empty_account(user).with_slugs();
    let said = NewLink {
        query_forwarding: Some(QueryForwarding::Off),
        ..NewLink::to("https://example.com")
    };
    let operations = [create("a"), LinkOperation::Create(said)];
    let outcomes = batch(mocks, &operations, false).await;
    let created = outcomes.iter().flatten().map(Applied::link);
    let forwarding: Vec<_> = created.map(|link| link.query_forwarding).collect();
    assert_eq!(forwarding, [QueryForwarding::Append, QueryForwarding::Off]);
}

#[tokio::test]
async fn the_changed_routes_of_a_batch_are_announced_together() {
    let (first, second) = (sample::link(), Slug::parse("b").unwrap());
    let wanted = [Change::of(&first), Change::Route(first.namespace, second)];
    let operations = [
        create("a"),
        edit(12, "missing"),
        edit(11, "taken"),
        edit(11, "b"),
        delete(11, ExpectedRevision::Any),
    ];
    batch(mocks().expecting_news(&wanted), &operations, false).await;
}
