use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind};
use crate::id::UserId;
use crate::link::{CreateLinkError, Link, Namespace, NewLink, QueryForwarding, Scope};
use crate::mock::{MockPorts, sample};
use crate::ports::StoreError;
use crate::user::{AccessPolicy, User};

const ANN: Option<UserId> = Some(UserId(7));

fn global(slug: Option<&str>) -> NewLink {
    NewLink {
        slug: slug.map(str::to_owned),
        scope: Some(Scope::Global),
        ..NewLink::to("https://example.com")
    }
}

async fn refused(owner: Option<UserId>, new: &NewLink) -> CreateLinkError {
    let links = MockPorts::default().korotko().links;
    links.create(owner, new, None).await.unwrap_err()
}

#[tokio::test]
async fn a_link_is_personal_unless_requested_as_global() {
    for (owner, scope, namespace) in [
        (None, None, Namespace::Global),
        (None, Some(Scope::Global), Namespace::Global),
        (ANN, None, Namespace::Personal(UserId(7))),
        (ANN, Some(Scope::Personal), Namespace::Personal(UserId(7))),
        (ANN, Some(Scope::Global), Namespace::Global),
    ] {
        let mocks = MockPorts::default().with_empty_account(sample::user());
        let links = mocks.with_slugs().with_tombstone(None).korotko().links;
        let new = NewLink {
            scope,
            ..NewLink::to("https://example.com")
        };
        let link = links.create(owner, &new, None).await.unwrap();
        assert_eq!((link.namespace, link.owner), (namespace, owner));
    }
    let personal = NewLink {
        scope: Some(Scope::Personal),
        ..NewLink::to("https://example.com")
    };
    assert_eq!(refused(None, &personal).await.fields(), ["namespace"]);
}

#[tokio::test]
async fn anonymous_links_can_be_switched_off() {
    let off = || AccessPolicy {
        anonymous_links: false,
        ..AccessPolicy::default()
    };
    // Before its fields are examined.
    for url in ["https://example.com", "nowhere"] {
        let links = MockPorts::default().korotko_with(off()).links;
        let refused = links
            .create(None, &NewLink::to(url), None)
            .await
            .unwrap_err();
        assert_eq!(refused.kind(), FaultKind::Unauthenticated);
        assert_eq!(refused.code(), "anonymous-links-off");
    }
    let mocks = MockPorts::default().with_empty_account(sample::user());
    let mocks = mocks.with_slugs().with_tombstone(None);
    let links = mocks.korotko_with(off()).links;
    links.create(ANN, &global(None), None).await.unwrap();
}

#[tokio::test]
async fn every_violation_of_a_new_link_is_reported_at_once() {
    let new = NewLink {
        slug: Some("a b".to_owned()),
        scope: Some(Scope::Personal),
        expires_at: Some(sample::now()),
        redirect_status: Some(308),
        ..NewLink::to("nowhere")
    };
    assert_eq!(
        refused(None, &new).await.fields(),
        ["url", "slug", "namespace", "expires_at", "redirect_status"]
    );
}

#[tokio::test]
async fn a_taken_generated_slug_is_replaced_in_a_new_unit() {
    let mut mocks = MockPorts::default();
    let taken = mocks.links.expect_insert().times(3);
    taken.returning(|_| Err(StoreError::Conflict));
    let mocks = mocks.with_slugs().with_tombstone(None);
    let commits = mocks.commits.clone();
    let created = mocks
        .korotko()
        .links
        .create(None, &global(None), None)
        .await;
    assert!(created.is_ok());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn generation_fails_when_every_slug_is_taken() {
    let mut mocks = MockPorts::default();
    let insert = mocks.links.expect_insert();
    insert.returning(|_| Err(StoreError::Conflict));
    let refused = mocks
        .korotko()
        .links
        .create(None, &global(None), None)
        .await;
    assert!(matches!(refused, Err(CreateLinkError::NoFreeSlug)));
}

#[tokio::test]
async fn a_tombstone_reserves_its_slug_for_its_former_owner() {
    for (left_by, asked_by, free) in [
        (ANN, ANN, true),
        (ANN, Some(UserId(8)), false),
        (ANN, None, false),
        (None, None, false),
        (None, ANN, false),
    ] {
        let asking = User {
            id: asked_by.unwrap_or(UserId(7)),
            ..sample::user()
        };
        let left = Link {
            owner: left_by,
            ..sample::link()
        };
        let mut mocks = MockPorts::default().with_empty_account(asking).with_slugs();
        let find = mocks.tombstones.expect_find_latest();
        find.withf(|_, _, after| *after == sample::now() - TimeDelta::days(90))
            .returning(move |_, _, _| Ok(Some(left.clone())));
        let commits = mocks.commits.clone();
        let links = mocks.korotko().links;
        let created = links.create(asked_by, &global(Some("promo")), None).await;
        assert_eq!(created.is_ok(), free, "{left_by:?} {asked_by:?}");
        assert_eq!(commits.count(), usize::from(free));
    }
}

#[tokio::test]
async fn links_beyond_the_limit_are_refused() {
    let mocks = MockPorts::default().with_user(sample::user());
    let mocks = mocks.with_owned(100_000, 0);
    let commits = mocks.commits.clone();
    let refused = mocks.korotko().links.create(ANN, &global(None), None).await;
    assert_eq!(refused.unwrap_err().code(), "link-limit-reached");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_link_that_does_not_say_forwards_as_its_owners_account_says() {
    for (owner, said, wanted) in [
        (ANN, None, QueryForwarding::Override),
        (ANN, Some(QueryForwarding::Off), QueryForwarding::Off),
        (ANN, Some(QueryForwarding::Append), QueryForwarding::Append),
        (None, None, QueryForwarding::Off),
        (None, Some(QueryForwarding::Append), QueryForwarding::Append),
    ] {
        let user = User {
            default_query_forwarding: QueryForwarding::Override,
            ..sample::user()
        };
        let mocks = MockPorts::default().with_empty_account(user);
        let links = mocks.with_slugs().with_tombstone(None).korotko().links;
        let new = NewLink {
            query_forwarding: said,
            ..NewLink::to("https://example.com")
        };
        let link = links.create(owner, &new, None).await.unwrap();
        assert_eq!(link.query_forwarding, wanted, "{owner:?} {said:?}");
    }
}

#[tokio::test]
async fn an_anonymous_link_has_no_title_and_no_tags() {
    let new = NewLink {
        title: Some("Spring".to_owned()),
        tags: vec!["sale".to_owned()],
        ..NewLink::to("https://a.example")
    };
    assert_eq!(refused(None, &new).await.fields(), ["title", "tags"]);
}
