use std::net::IpAddr;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use chrono::TimeDelta;

use super::recorder::{NEVER, address, recording};
use crate::fault::Fault;
use crate::mock::{MockPasswordHasher, MockPorts, MockRateLimiter, sample};
use crate::rate_limit::RateLimits;
use crate::user::Users;

const ANN: &str = "ann@example.com";

/// The use cases on this limiter, with Ann's account.
fn users(limiter: MockRateLimiter) -> Users {
    let mut mocks = MockPorts::default().with_user(Some(sample::user()));
    mocks.rate_limiter = limiter;
    mocks.korotko().users
}

async fn code(users: &Users, password: &str, client: Option<IpAddr>) -> &'static str {
    let signed_in = users.sign_in(ANN, password, client).await;
    signed_in.err().map_or("", |error| error.code())
}

#[tokio::test]
async fn an_attempt_is_counted_before_the_password_is_checked() {
    let (limiter, taken, reset) = recording(NEVER, 0);
    let users = users(limiter);
    let client = Some(address("192.0.2.7"));
    assert_eq!(code(&users, "wrong", client).await, "invalid-credentials");
    let calls = taken.lock().unwrap();
    let limits = RateLimits::default();
    let quotas = calls.iter().flatten().map(|bucket| bucket.quota);
    let expected = [
        limits.sign_in,
        limits.sign_in.times(10),
        limits.sign_in_failures,
        limits.account_failures,
    ];
    assert!(quotas.eq(expected));
    assert!(reset.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_attempt_beyond_a_limit_is_refused_without_a_hash() {
    for (bucket, policy) in ["sign-in", "sign-in-network", "sign-in-failures"]
        .iter()
        .enumerate()
    {
        let (limiter, taken, _) = recording(0, bucket);
        let mut mocks = MockPorts::default().with_user(Some(sample::user()));
        mocks.rate_limiter = limiter;
        // Expects no call.
        mocks.password_hasher = MockPasswordHasher::new();
        let users = mocks.korotko().users;
        let refused = users.sign_in(ANN, sample::PASSWORD, Some(address("192.0.2.7")));
        let refused = refused.await.unwrap_err();
        assert_eq!(refused.code(), "rate-limited");
        let used_up = refused.quotas().iter().filter(|quota| quota.remaining == 0);
        assert!(used_up.map(|quota| quota.policy).eq([*policy]));
        assert!(
            refused
                .retry_after()
                .is_some_and(|wait| wait > TimeDelta::zero())
        );
        // The attempts of others on the account stay as they are.
        assert_eq!(taken.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_right_password_forgets_the_attempts_on_the_account_alone() {
    let (limiter, taken, reset) = recording(NEVER, 0);
    let users = users(limiter);
    assert_eq!(
        code(&users, sample::PASSWORD, Some(address("192.0.2.7"))).await,
        ""
    );
    let taken: Vec<_> = taken.lock().unwrap().concat();
    let [_, _, failures, account] = taken.as_slice() else {
        panic!("four buckets");
    };
    assert_eq!(*reset.lock().unwrap(), [failures.key, account.key]);
}

#[tokio::test]
async fn strangers_affect_only_their_own_networks_and_the_delay() {
    let (limiter, taken, _) = recording(NEVER, 0);
    let users = users(limiter);
    for client in ["192.0.2.7", "198.51.100.1"] {
        code(&users, "wrong", Some(address(client))).await;
    }
    // In another case it is the same account.
    let client = Some(address("192.0.2.7"));
    let refused = users.sign_in("ANN@Example.com", "wrong", client).await;
    assert!(refused.is_err());
    let calls = taken.lock().unwrap();
    let keys: Vec<Vec<_>> = calls
        .chunks(2)
        .map(|calls| calls.iter().flatten().map(|bucket| bucket.key).collect())
        .collect();
    let [first, other, again] = keys.as_slice() else {
        panic!("three attempts");
    };
    assert_eq!(first, again);
    for index in 0..3 {
        assert_ne!(first[index], other[index]);
    }
    assert_eq!(first[3], other[3]);
}

/// The wait for the next use of `account_failures` is 36 s.
#[tokio::test]
async fn too_many_attempts_of_all_delay_the_next_one_for_five_seconds() {
    let (limiter, ..) = recording(1, 0);
    let mut mocks = MockPorts::default().with_user(Some(sample::user()));
    mocks.rate_limiter = limiter;
    let clock = mocks.clock.clone();
    let users = mocks.korotko().users;
    let mut signed_in = pin!(users.sign_in(ANN, sample::PASSWORD, Some(address("192.0.2.7"))));
    let mut context = Context::from_waker(Waker::noop());
    assert!(signed_in.as_mut().poll(&mut context).is_pending());
    clock.advance(TimeDelta::milliseconds(4_999));
    assert!(signed_in.as_mut().poll(&mut context).is_pending());
    clock.advance(TimeDelta::milliseconds(1));
    let Poll::Ready(signed_in) = signed_in.as_mut().poll(&mut context) else {
        panic!("the delay is over");
    };
    assert!(signed_in.is_ok());
}

#[tokio::test]
async fn a_caller_without_an_address_is_not_limited() {
    let users = users(MockRateLimiter::new());
    assert_eq!(code(&users, sample::PASSWORD, None).await, "");
}
