use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind};
use crate::link::{Block, BlockCause, Link, Namespace, ResolveLinkError};
use crate::mock::{MockPorts, sample};

/// The error of resolving this link, with its code and kind, or `None`.
async fn resolve(link: Option<Link>) -> Option<(&'static str, FaultKind)> {
    let mut mocks = MockPorts::default();
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, _| Ok(link.clone().map(Into::into)));
    let links = mocks.korotko().links;
    let refused = links.resolve(Namespace::Global, "promo", None).await.err();
    refused.map(|error| (error.code(), error.kind()))
}

#[tokio::test]
async fn a_slug_resolves_while_its_link_is_live() {
    let ago = |time| Some(sample::now() - time);
    let expiring = |expires_at| Link {
        expires_at,
        ..sample::link()
    };
    let deleted = |deleted_at| Link {
        deleted_at,
        ..sample::link()
    };
    let micro = TimeDelta::microseconds(1);
    let quarter = TimeDelta::days(90);
    let gone = Some(("gone", FaultKind::Gone));
    let none = Some(("not-found", FaultKind::NotFound));
    for (link, refused) in [
        (Some(sample::link()), None),
        (Some(expiring(ago(-micro))), None),
        (Some(expiring(ago(TimeDelta::zero()))), gone),
        (Some(deleted(ago(micro))), gone),
        (Some(deleted(ago(quarter - micro))), gone),
        (Some(deleted(ago(quarter))), none),
        (None, none),
    ] {
        assert_eq!(resolve(link.clone()).await, refused, "{link:?}");
    }
}

#[tokio::test]
async fn a_disabled_or_blocked_link_says_so_without_counting_its_clicks() {
    for (exhausted, disabled, blocked, code) in [
        (true, false, false, "gone"),
        (true, true, false, "link-disabled"),
        (true, true, true, "link-blocked"),
        (false, false, true, "link-blocked"),
    ] {
        let link = Link {
            max_clicks: Some(1),
            exhausted,
            disabled_at: disabled.then(sample::now),
            block: blocked.then(sample::block),
            ..sample::link()
        };
        assert_eq!(resolve(Some(link)).await, Some((code, FaultKind::Gone)));
    }
}

#[tokio::test]
async fn a_link_blocked_for_legal_reasons_says_why() {
    let block = Block {
        cause: BlockCause::Legal,
        ..sample::block()
    };
    let link = Link {
        disabled_at: Some(sample::now()),
        block: Some(block),
        ..sample::link()
    };
    let refused = Some(("legal-reasons", FaultKind::LegalReasons));
    assert_eq!(resolve(Some(link)).await, refused);
}

#[tokio::test]
async fn a_malformed_slug_is_not_looked_up() {
    let links = MockPorts::default().korotko().links;
    for slug in ["", "a b", "api", &"x".repeat(10_000)] {
        let refused = links.resolve(Namespace::Global, slug, None).await;
        assert!(matches!(refused, Err(ResolveLinkError::NotFound)));
    }
}
