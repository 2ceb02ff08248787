use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind};
use crate::link::{Link, Namespace, RedirectStatus, ResolveLinkError};
use crate::mock::{MockPorts, sample};

async fn resolve(link: Option<Link>) -> Result<RedirectStatus, ResolveLinkError> {
    let mut mocks = MockPorts::default();
    mocks
        .routes
        .expect_find_route()
        .returning(move |_, _| Ok(link.clone().map(Into::into)));
    let links = mocks.korotko().links;
    links
        .resolve(Namespace::Global, "promo")
        .await
        .map(|redirect| redirect.status)
}

#[tokio::test]
async fn a_code_leads_somewhere_while_its_link_lives() {
    let ago = |time| Some(sample::now() - time);
    let expiring = |expires_at| {
        Some(Link {
            expires_at,
            ..sample::link()
        })
    };
    let deleted = |deleted_at| {
        Some(Link {
            deleted_at,
            ..sample::link()
        })
    };
    let micro = TimeDelta::microseconds(1);
    assert!(resolve(Some(sample::link())).await.is_ok());
    assert!(resolve(expiring(ago(-micro))).await.is_ok());
    assert!(matches!(
        resolve(expiring(ago(TimeDelta::zero()))).await,
        Err(ResolveLinkError::Gone)
    ));
    assert!(matches!(
        resolve(deleted(ago(micro))).await,
        Err(ResolveLinkError::Gone)
    ));
    let kept = ago(TimeDelta::days(90) - micro);
    assert!(matches!(
        resolve(deleted(kept)).await,
        Err(ResolveLinkError::Gone)
    ));
    let free = ago(TimeDelta::days(90));
    assert!(matches!(
        resolve(deleted(free)).await,
        Err(ResolveLinkError::NotFound)
    ));
    assert!(matches!(
        resolve(None).await,
        Err(ResolveLinkError::NotFound)
    ));
}

#[tokio::test]
async fn a_link_that_was_stopped_says_by_whom_without_asking_for_its_clicks() {
    let stopped = |exhausted, disabled, blocked| {
        let at = |holds: bool| holds.then_some(sample::now());
        let link = Link {
            max_clicks: Some(1),
            exhausted,
            disabled_at: at(disabled),
            blocked_at: at(blocked),
            ..sample::link()
        };
        resolve(Some(link))
    };
    for (reasons, code) in [
        ((true, false, false), "gone"),
        ((true, true, false), "link-disabled"),
        ((true, true, true), "link-blocked"),
        ((false, false, true), "link-blocked"),
    ] {
        let refused = stopped(reasons.0, reasons.1, reasons.2).await.unwrap_err();
        assert_eq!((refused.code(), refused.kind()), (code, FaultKind::Gone));
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
