use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::{LinkId, UserId};
use crate::link::{CreateLinkError, Link, Namespace, NewLink, Scope};
use crate::mock::{MockPorts, sample};
use crate::ports::{InsertLink, StoreError};
use crate::user::User;

fn new(url: &str) -> NewLink {
    NewLink {
        url: url.to_owned(),
        ..NewLink::default()
    }
}

fn inserted(new: &InsertLink) -> Link {
    new.clone().into_link(LinkId(11))
}

#[tokio::test]
async fn a_link_is_its_owners_unless_it_is_asked_to_be_global() {
    let ann = Some(UserId(7));
    for (owner, scope, namespace) in [
        (None, None, Namespace::Global),
        (None, Some(Scope::Global), Namespace::Global),
        (ann, None, Namespace::Personal(UserId(7))),
        (ann, Some(Scope::Personal), Namespace::Personal(UserId(7))),
        (ann, Some(Scope::Global), Namespace::Global),
    ] {
        let mut mocks = MockPorts::default();
        mocks.admit(sample::user());
        mocks
            .links
            .expect_insert()
            .returning(|new| Ok(inserted(new)));
        mocks
            .tombstones
            .expect_find_latest()
            .returning(|_, _, _| Ok(None));
        let new = NewLink {
            scope,
            ..new("https://example.com")
        };
        let link = mocks.korotko().links.create(owner, &new).await.unwrap();
        assert_eq!((link.namespace, link.owner), (namespace, owner));
    }
    let new = NewLink {
        scope: Some(Scope::Personal),
        ..new("https://example.com")
    };
    let refused = MockPorts::default()
        .korotko()
        .links
        .create(None, &new)
        .await;
    assert_eq!(refused.unwrap_err().violations()[0].field, "namespace");
}

#[tokio::test]
async fn every_broken_rule_of_a_new_link_is_told_at_once() {
    let new = NewLink {
        slug: Some("a b".to_owned()),
        scope: Some(Scope::Personal),
        expires_at: Some(sample::now()),
        redirect_status: Some(308),
        ..new("nowhere")
    };
    let refused = MockPorts::default()
        .korotko()
        .links
        .create(None, &new)
        .await;
    let refused = refused.unwrap_err();
    let fields: Vec<_> = refused
        .violations()
        .iter()
        .map(|broken| broken.field)
        .collect();
    assert_eq!(
        fields,
        ["url", "slug", "namespace", "expires_at", "redirect_status"]
    );
}

#[tokio::test]
async fn a_generated_code_that_is_taken_is_replaced_in_a_new_unit() {
    let mut mocks = MockPorts::default();
    let mut taken = 3;
    mocks
        .links
        .expect_insert()
        .times(4)
        .returning_st(move |new| {
            taken -= 1;
            if taken >= 0 {
                Err(StoreError::Conflict)
            } else {
                Ok(inserted(new))
            }
        });
    mocks
        .tombstones
        .expect_find_latest()
        .returning(|_, _, _| Ok(None));
    let commits = mocks.commits.clone();
    let created = mocks
        .korotko()
        .links
        .create(None, &new("https://example.com"))
        .await;
    assert!(created.is_ok());
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn generating_gives_up_when_every_code_is_taken() {
    let mut mocks = MockPorts::default();
    mocks
        .links
        .expect_insert()
        .returning(|_| Err(StoreError::Conflict));
    let refused = mocks
        .korotko()
        .links
        .create(None, &new("https://example.com"))
        .await;
    assert!(matches!(refused, Err(CreateLinkError::NoFreeSlug)));
}

#[tokio::test]
async fn a_tombstone_keeps_its_code_for_its_former_owner() {
    let ann = Some(UserId(7));
    for (left_by, asked_by, free) in [
        (ann, ann, true),
        (ann, Some(UserId(8)), false),
        (ann, None, false),
        (None, None, false),
        (None, ann, false),
    ] {
        let mut mocks = MockPorts::default();
        mocks.admit(User {
            id: asked_by.unwrap_or(UserId(7)),
            ..sample::user()
        });
        mocks
            .links
            .expect_insert()
            .returning(|new| Ok(inserted(new)));
        mocks
            .tombstones
            .expect_find_latest()
            .withf(|_, _, after| *after == sample::now() - TimeDelta::days(90))
            .returning(move |_, _, _| {
                Ok(Some(Link {
                    owner: left_by,
                    ..sample::link()
                }))
            });
        let commits = mocks.commits.clone();
        let new = NewLink {
            slug: Some("promo".to_owned()),
            scope: Some(Scope::Global),
            ..new("https://example.com")
        };
        let created = mocks.korotko().links.create(asked_by, &new).await;
        assert_eq!(created.is_ok(), free, "{left_by:?} {asked_by:?}");
        assert_eq!(commits.count(), usize::from(free));
    }
}

#[tokio::test]
async fn more_links_than_one_may_have_are_refused() {
    let mut mocks = MockPorts::default();
    let held = mocks.users.expect_find_for_update();
    held.returning(|_| Ok(Some(sample::user())));
    let count = mocks.links.expect_count_by_owner();
    count.returning(|_| Ok(100_000));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let wanted = new("https://a.example");
    let refused = links.create(Some(UserId(7)), &wanted).await;
    assert_eq!(refused.unwrap_err().code(), "too-many-links");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn an_anonymous_link_has_no_title_and_no_tags() {
    let new = NewLink {
        title: Some("Spring".to_owned()),
        tags: vec!["sale".to_owned()],
        ..new("https://a.example")
    };
    let links = MockPorts::default().korotko().links;
    let refused = links.create(None, &new).await.unwrap_err();
    let fields: Vec<_> = refused.violations().iter().map(|rule| rule.field).collect();
    assert_eq!(fields, ["title", "tags"]);
}
