//! Which policies apply to which use case.

use std::net::IpAddr;

use super::recorder::{NEVER, Taken, address, recording};
use crate::fault::Fault;
use crate::id::UserId;
use crate::link::{ClientInfo, Namespace, NewLink};
use crate::mock::{MockPorts, MockRateLimiter, sample};
use crate::ports::KnownRoute;
use crate::rate_limit::{Quota, RateLimits};
use crate::user::{Register, User};
use crate::{Korotko, Settings};

const CLIENT: &str = "2001:db8::7";

/// Fills in what the use cases need, with a limiter that refuses its first call if `refuses`.
fn korotko(mut mocks: MockPorts, refuses: bool) -> (Korotko, Taken) {
    let (limiter, taken, _) = recording(if refuses { 0 } else { NEVER }, 0);
    mocks.rate_limiter = limiter;
    (mocks.korotko(), taken)
}

fn quotas(taken: &Taken) -> Vec<Quota> {
    let calls = taken.lock().unwrap();
    calls.iter().flatten().map(|bucket| bucket.quota).collect()
}

fn with_network(quota: Quota) -> Vec<Quota> {
    vec![quota, quota.times(10)]
}

#[tokio::test]
async fn registrations_are_limited_by_client_before_the_address_is_looked_up() {
    let (korotko, taken) = korotko(MockPorts::default(), true);
    let ann = Register::new("ann@example.com", sample::PASSWORD);
    let refused = korotko.users.register(ann, Some(address(CLIENT))).await;
    assert_eq!(refused.unwrap_err().code(), "rate-limited");
    let registration = RateLimits::default().registration;
    assert_eq!(quotas(&taken), with_network(registration));
}

#[tokio::test]
async fn an_invalid_request_is_not_counted() {
    let (korotko, taken) = korotko(MockPorts::default(), true);
    let (users, client) = (&korotko.users, Some(address(CLIENT)));
    let weak = Register::new("ann@example.com", "short");
    assert_eq!(
        users.register(weak, client).await.unwrap_err().code(),
        "invalid"
    );
    for refused in [
        users.request_password_reset("nobody", client).await,
        users.resend_verification("nobody", client).await,
    ] {
        assert_eq!(refused.unwrap_err().code(), "invalid");
    }
    assert!(users.sign_in("nobody", "x", client).await.is_err());
    let new = NewLink::to("ftp://example.com");
    assert!(korotko.links.create(None, &new, client).await.is_err());
    assert!(taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn requests_for_mails_are_limited_by_client_whether_or_not_there_is_an_account() {
    for found in [None, Some(sample::user())] {
        let (korotko, taken) = korotko(MockPorts::default().with_user(found), true);
        let users = &korotko.users;
        let refused = users.request_password_reset("ann@example.com", Some(address(CLIENT)));
        assert_eq!(refused.await.unwrap_err().code(), "rate-limited");
        let requests = RateLimits::default().mail_requests;
        assert_eq!(quotas(&taken), with_network(requests));
    }
}

/// The mocks expect no job.
#[tokio::test]
async fn too_many_mails_to_an_address_are_not_sent_and_the_answer_is_the_same() {
    let unverified = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    for found in [sample::user(), unverified] {
        let is_verified = found.is_verified();
        let mut mocks = MockPorts::default().with_user(Some(found));
        let (limiter, taken, _) = recording(1, 0);
        mocks.rate_limiter = limiter;
        let (commits, users) = (mocks.commits.clone(), mocks.korotko().users);
        let (ann, client) = ("Ann@example.com", Some(address(CLIENT)));
        let done = if is_verified {
            users.request_password_reset(ann, client).await
        } else {
            users.resend_verification(ann, client).await
        };
        assert!(done.is_ok());
        assert_eq!(quotas(&taken).last(), Some(&RateLimits::default().mails));
        assert_eq!(commits.count(), 0);
    }
}

/// Otherwise strangers could use up the mails of a user who gets none.
#[tokio::test]
async fn a_request_that_sends_no_mail_counts_against_no_address() {
    for found in [None, Some(sample::user())] {
        let (korotko, taken) = korotko(MockPorts::default().with_user(found), false);
        let users = &korotko.users;
        let resent = users.resend_verification("ann@example.com", Some(address(CLIENT)));
        resent.await.unwrap();
        assert_eq!(taken.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn anonymous_links_are_limited_by_client_and_those_of_users_are_not() {
    let (anonymous, taken) = korotko(MockPorts::default(), true);
    let new = NewLink::to("https://example.com");
    let refused = anonymous
        .links
        .create(None, &new, Some(address(CLIENT)))
        .await;
    assert_eq!(refused.unwrap_err().code(), "rate-limited");
    let links = RateLimits::default().anonymous_links;
    assert_eq!(quotas(&taken), with_network(links));

    let mut mocks = MockPorts::default().with_empty_account(sample::user());
    mocks.rate_limiter = MockRateLimiter::new();
    let links = mocks.with_slugs().with_tombstone(None).korotko().links;
    let created = links
        .create(Some(UserId(7)), &new, Some(address(CLIENT)))
        .await;
    assert!(created.is_ok());
}

/// Ports on which `promo` has a link and no other slug has one; `allowed` unknown slugs are allowed.
fn with_promo(allowed: usize) -> (Korotko, Taken) {
    let mut mocks = MockPorts::default();
    let found = mocks.route_finder.expect_find_route();
    found.returning(|_, slug| {
        let is_promo = slug.as_str() == "promo";
        Ok(is_promo.then(|| sample::link().into()))
    });
    let known = mocks.route_finder.expect_known_route();
    known.returning(|_, _| KnownRoute::Missing);
    let (limiter, taken, _) = recording(allowed, 1);
    // Nodes do not share it.
    (mocks.rate_limiter, mocks.node_rate_limiter) = (MockRateLimiter::new(), limiter);
    (mocks.korotko(), taken)
}

async fn follow(korotko: &Korotko, slug: &str, client: Option<IpAddr>) -> &'static str {
    let client = ClientInfo {
        address: client,
        ..ClientInfo::default()
    };
    let followed = korotko.links.follow(Namespace::Global, slug, &client);
    followed.await.err().map_or("", |error| error.code())
}

#[tokio::test]
async fn unknown_slugs_are_limited_by_client_on_each_node_and_links_never() {
    let (korotko, taken) = with_promo(2);
    let client = Some(address(CLIENT));
    assert_eq!(follow(&korotko, "unknown", client).await, "not-found");
    assert_eq!(follow(&korotko, "not a slug", client).await, "not-found");
    assert_eq!(follow(&korotko, "unknown", client).await, "rate-limited");
    let resolved = korotko.links.resolve(Namespace::Global, "unknown", client);
    assert_eq!(resolved.await.unwrap_err().code(), "not-found");
    assert_eq!(follow(&korotko, "unknown", None).await, "not-found");
    assert_eq!(follow(&korotko, "promo", client).await, "");
    let unknown = RateLimits::default().unknown_slugs;
    assert_eq!(quotas(&taken), with_network(unknown).repeat(4));
}

#[tokio::test]
async fn limits_can_be_off() {
    let mut mocks = MockPorts {
        rate_limiter: MockRateLimiter::new(),
        node_rate_limiter: MockRateLimiter::new(),
        ..MockPorts::default()
    };
    let route = mocks.route_finder.expect_find_route();
    route.returning(|_, _| Ok(None));
    let settings = Settings {
        rate_limits: None,
        ..sample::settings()
    };
    let mocks = mocks.with_user(None::<User>);
    let korotko = Korotko::new(mocks.into_ports(), settings).unwrap();
    let client = Some(address(CLIENT));
    assert_eq!(follow(&korotko, "unknown", client).await, "not-found");
    let reset = korotko
        .users
        .request_password_reset("ann@example.com", client);
    reset.await.unwrap();
}
