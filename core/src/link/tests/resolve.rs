use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind};
use crate::link::{Link, Namespace, ResolveLinkError};
use crate::mock::{MockPorts, sample};

/// Where this link leads: nowhere with a code and a kind, or somewhere with none.
async fn resolve(link: Option<Link>) -> Option<(&'static str, FaultKind)> {
    let mut mocks = MockPorts::default();
    let route = mocks.route_finder.expect_find_route();
    route.returning(move |_, _| Ok(link.clone().map(Into::into)));
    let links = mocks.korotko().links;
    let refused = links.resolve(Namespace::Global, "promo").await.err();
    refused.map(|error| (error.code(), error.kind()))
}

#[tokio::test]
async fn a_code_leads_somewhere_while_its_link_lives() {
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
async fn a_link_that_was_stopped_says_by_whom_without_asking_for_its_clicks() {
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
            blocked_at: blocked.then(sample::now),
            ..sample::link()
        };
        assert_eq!(resolve(Some(link)).await, Some((code, FaultKind::Gone)));
    }
}

#[tokio::test]
async fn what_can_be_no_code_asks_no_store() {
    let links = MockPorts::default().korotko().links;
    for slug in ["", "a b", "api", &"x".repeat(10_000)] {
        let refused = links.resolve(Namespace::Global, slug).await;
        assert!(matches!(refused, Err(ResolveLinkError::NotFound)));
    }
}
