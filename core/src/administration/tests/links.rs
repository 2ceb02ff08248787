use chrono::TimeDelta;

use super::given::ACTOR;
use crate::administration::{AuditAction, AuditSubject};
use crate::fault::Fault;
use crate::link::{Block, BlockCause, BlockReason, Link, Namespace};
use crate::mock::{MockPorts, MockRouteFinder, sample};
use crate::ports::Change;

/// Ports on which this link is taken down, as recorded by these details.
fn ports(link: &Link, details: &str) -> MockPorts {
    let subject = AuditSubject::Link(link.id);
    let mut mocks = MockPorts::default()
        .with_user(sample::user())
        .with_link(link.clone())
        .expecting_entry(AuditAction::DeleteLink, subject, Some(details))
        .expecting_news(&[Change::of(link)]);
    mocks.route_finder = MockRouteFinder::new();
    let (namespace, slug) = (link.namespace, link.slug.clone());
    let forget = mocks.route_finder.expect_forget().times(1);
    forget
        .withf(move |known, other| (*known, other) == (namespace, &slug))
        .returning(|_, _| ());
    mocks
}

async fn is_taken_down(link: Link, details: &str) {
    let mut mocks = ports(&link, details);
    let wanted = Link {
        owner: None,
        deleted_at: link.deleted_at.or(Some(sample::now())),
        updated_at: sample::now(),
        revision: link.revision.next(),
        ..link.clone()
    };
    let update = mocks.links.expect_update().times(1);
    update
        .withf(move |link| *link == wanted)
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    administration.delete_link(ACTOR, link.id).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_users_link_is_taken_from_them() {
    let url = "https://short.example/promo?u=7 of user 7";
    is_taken_down(sample::link(), url).await;
    let in_trash = Link {
        deleted_at: Some(sample::now() - TimeDelta::days(3)),
        ..sample::link()
    };
    is_taken_down(in_trash, url).await;
}

#[tokio::test]
async fn an_anonymous_link_is_taken_down() {
    let anonymous = Link {
        namespace: Namespace::Global,
        owner: None,
        ..sample::link()
    };
    is_taken_down(anonymous, "https://short.example/promo").await;
}

#[tokio::test]
async fn what_is_gone_is_not_found() {
    let gone = Link {
        owner: None,
        deleted_at: Some(sample::now()),
        ..sample::link()
    };
    let mocks = MockPorts::default().with_link(gone.clone());
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    let refused = administration.delete_link(ACTOR, gone.id).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    assert_eq!(commits.count(), 0);
}

fn blocked(cause: BlockCause, reason: &str) -> Link {
    let reason = Some(BlockReason::parse(reason).unwrap());
    Link {
        block: Some(Block {
            at: sample::now(),
            cause,
            reason,
        }),
        ..sample::link()
    }
}

/// Ports on which `link` becomes `wanted`, as recorded by this entry.
fn changing(link: &Link, wanted: Link, action: AuditAction, details: &str) -> MockPorts {
    let subject = AuditSubject::Link(link.id);
    let wanted = Link {
        updated_at: sample::now(),
        revision: link.revision.next(),
        ..wanted
    };
    let mut mocks = MockPorts::default()
        .with_user(sample::user())
        .with_link(link.clone())
        .expecting_entry(action, subject, Some(details))
        .expecting_news(&[Change::of(link)]);
    let update = mocks.links.expect_update().times(1);
    update
        .withf(move |link| *link == wanted)
        .returning(|_| Ok(()));
    mocks
        .user_directory
        .expect_find_all()
        .returning(|_| Ok(vec![sample::user()]));
    mocks
}

const OF: &str = "https://short.example/promo?u=7 of user 7";

#[tokio::test]
async fn a_block_replaces_another_one() {
    for (before, legal, cause, reason) in [
        (sample::link(), false, BlockCause::Operator, "Phishing"),
        (sample::link(), true, BlockCause::Legal, "Order 12"),
        (
            blocked(BlockCause::Operator, "Spam"),
            false,
            BlockCause::Operator,
            "Phishing",
        ),
        (
            blocked(BlockCause::Operator, "Spam"),
            true,
            BlockCause::Legal,
            "Spam",
        ),
    ] {
        let (wanted, id) = (blocked(cause, reason), before.id);
        let details = format!("{OF}: {reason} ({})", cause.name());
        let mocks = changing(&before, wanted.clone(), AuditAction::BlockLink, &details);
        let commits = mocks.commits.clone();
        let administration = mocks.korotko().administration;
        let found = administration.block_link(ACTOR, id, reason, legal).await;
        assert_eq!(found.unwrap().link.block, wanted.block);
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn an_unblocked_link_has_no_block() {
    let before = blocked(BlockCause::Legal, "Order 12");
    let mut mocks = changing(&before, sample::link(), AuditAction::UnblockLink, OF);
    // Where there is a list, it is compared again.
    let (rewind, to) = (mocks.target_reviews.expect_rewind(), before.id.0 - 1);
    rewind
        .times(1)
        .withf(move |id| id.0 == to)
        .returning(|_| Ok(()));
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    let found = administration.unblock_link(ACTOR, before.id).await.unwrap();
    assert_eq!((found.link.block, commits.count()), (None, 1));
}

#[tokio::test]
async fn a_block_without_a_reason_is_refused() {
    let administration = MockPorts::default().korotko().administration;
    let id = sample::link().id;
    let refused = administration.block_link(ACTOR, id, " ", false).await;
    assert_eq!(refused.unwrap_err().fields(), ["reason"]);
}
