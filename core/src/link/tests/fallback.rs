//! The fallback of a link that is expired or exhausted.

use chrono::TimeDelta;

use crate::ExpectedRevision;
use crate::fault::Fault;
use crate::link::{
    ClientInfo, Link, LinkEdit, LinkState, NewLink, QueryForwarding, Redirect, RedirectStatus,
    ResolveLinkError, TargetUrl,
};
use crate::mock::{MockPorts, sample};
use crate::ports::{MockClickRecorder, Timestamp};

const FALLBACK: &str = "https://example.com/over";

/// A link with a fallback, that permanently redirects and forwards queries.
fn link() -> Link {
    Link {
        fallback: Some(TargetUrl::from_stored(FALLBACK.to_owned())),
        redirect_status: RedirectStatus::PermanentRedirect,
        query_forwarding: QueryForwarding::Append,
        ..sample::link()
    }
}

fn ended() -> Timestamp {
    sample::now() - TimeDelta::seconds(1)
}

/// Ports with this link, of which `consumed` clicks are consumed, and which refuse to record or consume a click.
fn ports(link: Link, consumed: u64) -> MockPorts {
    let mut mocks = MockPorts::default();
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, _| Ok(Some(link.clone().into())));
    let count = mocks.statistics.expect_count_consumed();
    count.returning(move |_| Ok(consumed));
    mocks.click_recorder = MockClickRecorder::new();
    mocks
}

/// The outcomes of following and of resolving the link.
async fn outcomes(mocks: MockPorts) -> [Result<Redirect, ResolveLinkError>; 2] {
    let links = mocks.korotko().links;
    let namespace = sample::link().namespace;
    [
        links
            .follow(namespace, "promo", &ClientInfo::default())
            .await,
        links.resolve(namespace, "promo", None).await,
    ]
}

fn assert_falls_back(outcomes: [Result<Redirect, ResolveLinkError>; 2], what: &str) {
    for outcome in outcomes {
        let redirect = outcome.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(redirect.link, sample::link().id);
        assert_eq!(redirect.status, RedirectStatus::TemporaryRedirect, "{what}");
        let location = redirect.location(Some("a=1"));
        assert_eq!(location.as_str(), FALLBACK, "no query is forwarded: {what}");
    }
}

#[tokio::test]
async fn an_expired_or_exhausted_link_leads_to_its_fallback_without_a_click() {
    let expired = Link {
        expires_at: Some(ended()),
        ..link()
    };
    let exhausted = Link {
        max_clicks: Some(1),
        exhausted: true,
        ..link()
    };
    let both = Link {
        expires_at: Some(ended()),
        ..exhausted.clone()
    };
    for dead in [expired, exhausted, both] {
        let what = format!("{dead:?}");
        let state = dead.state(sample::now());
        assert_ne!(state, LinkState::Live);
        let mocks = ports(dead.clone(), 1);
        let commits = mocks.commits.clone();
        assert_falls_back(outcomes(mocks).await, &what);
        assert_eq!(commits.count(), 0);
        let without = Link {
            fallback: None,
            ..dead
        };
        for refused in outcomes(ports(without, 1)).await {
            assert_eq!(refused.unwrap_err().code(), "gone", "{what}");
        }
    }
}

#[tokio::test]
async fn a_link_that_was_exhausted_since_its_route_was_read_leads_to_its_fallback() {
    let limited = Link {
        max_clicks: Some(1),
        ..link()
    };
    assert_falls_back(outcomes(ports(limited.clone(), 1)).await, "read first");
    // Somebody else takes the last click between the reading and the writing.
    let mut mocks = ports(limited, 0);
    let consume = mocks.clicks.expect_consume().times(1);
    consume.returning(|_, _, _| Ok(false));
    let commits = mocks.commits.clone();
    let links = mocks.korotko().links;
    let namespace = sample::link().namespace;
    let client = ClientInfo::default();
    let followed = links.follow(namespace, "promo", &client);
    assert_eq!(followed.await.unwrap().target.as_str(), FALLBACK);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_deleted_disabled_or_blocked_link_ignores_its_fallback() {
    let now = Some(sample::now());
    let expired = Link {
        expires_at: Some(ended()),
        exhausted: true,
        ..link()
    };
    for (dead, code) in [
        (
            Link {
                deleted_at: now,
                ..expired.clone()
            },
            "gone",
        ),
        (
            Link {
                disabled_at: now,
                ..expired.clone()
            },
            "link-disabled",
        ),
        (
            Link {
                block: Some(sample::block()),
                ..expired
            },
            "link-blocked",
        ),
    ] {
        for refused in outcomes(ports(dead, 1)).await {
            assert_eq!(refused.unwrap_err().code(), code);
        }
    }
}

#[tokio::test]
async fn a_fallback_follows_the_rules_of_a_target() {
    let links = MockPorts::default()
        .with_link(sample::link())
        .korotko()
        .links;
    for wrong in [
        "",
        "nowhere",
        "ftp://example.com",
        "https://short.example/a",
    ] {
        let new = NewLink {
            fallback_url: Some(wrong.to_owned()),
            ..NewLink::to("https://example.com")
        };
        let refused = links.create(None, &new, None).await.unwrap_err();
        assert_eq!(refused.fields(), ["fallback_url"], "{wrong}");
        let edit = LinkEdit {
            fallback_url: Some(Some(wrong.to_owned())),
            ..LinkEdit::default()
        };
        let (link, any) = (sample::link(), ExpectedRevision::Any);
        let refused = links.edit(sample::user().id, link.id, &any, &edit).await;
        assert_eq!(refused.unwrap_err().fields(), ["fallback_url"], "{wrong}");
    }
}

#[tokio::test]
async fn a_fallback_can_be_set_removed_and_left_alone() {
    let given = |url: Option<&str>| LinkEdit {
        fallback_url: Some(url.map(str::to_owned)),
        ..LinkEdit::default()
    };
    let unchanged = LinkEdit {
        title: Some(Some("Spring".to_owned())),
        ..LinkEdit::default()
    };
    for (before, edit, after) in [
        (None, given(Some(FALLBACK)), Some(FALLBACK)),
        (Some(FALLBACK), given(None), None),
        (Some(FALLBACK), unchanged, Some(FALLBACK)),
    ] {
        let link = Link {
            fallback: before.map(|url| TargetUrl::from_stored(url.to_owned())),
            ..sample::link()
        };
        let mut mocks = MockPorts::default().with_link(link.clone());
        mocks.links.expect_update().times(1).returning(|_| Ok(()));
        let (links, any) = (mocks.korotko().links, ExpectedRevision::Any);
        let edited = links.edit(sample::user().id, link.id, &any, &edit);
        let fallback = edited.await.unwrap().fallback;
        assert_eq!(fallback.as_ref().map(TargetUrl::as_str), after);
    }
}
