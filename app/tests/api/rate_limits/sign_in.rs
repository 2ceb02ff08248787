//! Signing in.

use chrono::TimeDelta;
use korotko_core::rate_limit::{Quota, RateLimits};
use korotko_testkit::until;

use super::{assert_limited, generous, per_minute, sign_in, start};
use crate::support::{ANN, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    sign_ins_are_limited_by_network_and_the_fields_say_so,
    the_network_around_a_client_is_limited_too,
    a_stranger_cannot_lock_an_owner_out,
    a_successful_sign_in_forgets_the_failures_on_the_account,
    attempts_of_many_networks_only_delay_the_owner,
);

async fn sign_ins_are_limited_by_network_and_the_fields_say_so(setup: Setup) {
    let limits = RateLimits {
        sign_in: per_minute(3),
        ..generous()
    };
    let app = start(setup, &limits).await;
    for (client, neighbour, other) in [
        ("203.0.113.1", "203.0.113.1", "203.0.113.2"),
        ("2001:db8:1:2::7", "2001:db8:1:2:3::8", "2001:db8:1:3::7"),
    ] {
        for account in ["a@example.com", "b@example.com", "c@example.com"] {
            sign_in(&app, client, account, PASSWORD).await.with(401);
        }
        let refused = sign_in(&app, neighbour, ANN, PASSWORD).await;
        assert_eq!(refused.header("retry-after"), "20");
        let policies =
            r#""sign-in";q=3;w=60, "sign-in-network";q=30;w=60, "sign-in-failures";q=10000;w=60"#;
        assert_eq!(refused.header("ratelimit-policy"), policies);
        let left = r#""sign-in";r=0;t=20, "sign-in-network";r=27, "sign-in-failures";r=10000"#;
        assert_eq!(refused.header("ratelimit"), left);
        refused.refused(429, "rate-limited");
        sign_in(&app, other, ANN, PASSWORD).await.with(401);
        app.advance(TimeDelta::milliseconds(19_999));
        let refused = sign_in(&app, client, ANN, PASSWORD).await;
        assert_limited(refused, "sign-in");
        app.advance(TimeDelta::milliseconds(1));
        sign_in(&app, client, ANN, PASSWORD).await.with(401);
    }
}

async fn the_network_around_a_client_is_limited_too(setup: Setup) {
    let limits = RateLimits {
        sign_in: per_minute(1),
        ..generous()
    };
    let app = start(setup, &limits).await;
    for (prefix, elsewhere) in [
        ("203.0.113.", "203.0.114.1"),
        ("2001:db8:1:", "2001:db8:2:1::1"),
    ] {
        let end = if prefix.contains(':') { "::1" } else { "" };
        let client = |number: u32| format!("{prefix}{number}{end}");
        for number in 0..10 {
            sign_in(&app, &client(number), ANN, PASSWORD)
                .await
                .with(401);
        }
        let refused = sign_in(&app, &client(10), ANN, PASSWORD).await;
        assert_limited(refused, "sign-in-network");
        sign_in(&app, elsewhere, ANN, PASSWORD).await.with(401);
        // Being refused cost the client nothing.
        app.advance(TimeDelta::seconds(6));
        sign_in(&app, &client(10), ANN, PASSWORD).await.with(401);
    }
}

async fn a_stranger_cannot_lock_an_owner_out(setup: Setup) {
    let limits = RateLimits {
        sign_in_failures: Quota::per(3, TimeDelta::minutes(15)).unwrap(),
        ..generous()
    };
    let app = start(setup, &limits).await;
    app.verified(ANN, PASSWORD).await;
    let (stranger, owner) = ("198.51.100.1", "203.0.113.1");
    for _ in 0..3 {
        sign_in(&app, stranger, ANN, "Wrong-passw0rd")
            .await
            .with(401);
    }
    for _ in 0..20 {
        let refused = sign_in(&app, stranger, ANN, PASSWORD).await;
        assert_limited(refused, "sign-in-failures");
    }
    // Other accounts are not affected, nor does it matter whether there is an account.
    sign_in(&app, stranger, "bob@example.com", PASSWORD)
        .await
        .with(401);
    sign_in(&app, owner, ANN, PASSWORD).await.with(200);
    // Being refused did not extend the wait.
    app.advance(TimeDelta::minutes(5));
    sign_in(&app, stranger, ANN, "Wrong-passw0rd")
        .await
        .with(401);
}

async fn a_successful_sign_in_forgets_the_failures_on_the_account(setup: Setup) {
    let limits = RateLimits {
        sign_in_failures: per_minute(3),
        sign_in: per_minute(11),
        ..generous()
    };
    let app = start(setup, &limits).await;
    app.verified(ANN, PASSWORD).await;
    let client = "203.0.113.1";
    for _ in 0..3 {
        for password in ["Wrong-passw0rd", "Wrong-passw0rd"] {
            sign_in(&app, client, ANN, password).await.with(401);
        }
        sign_in(&app, client, ANN, PASSWORD).await.with(200);
    }
    // But not those of the network.
    for _ in 0..2 {
        sign_in(&app, client, "bob@example.com", PASSWORD)
            .await
            .with(401);
    }
    assert_limited(sign_in(&app, client, ANN, PASSWORD).await, "sign-in");
}

async fn attempts_of_many_networks_only_delay_the_owner(setup: Setup) {
    let limits = RateLimits {
        account_failures: Quota::per(4, TimeDelta::hours(1)).unwrap(),
        ..generous()
    };
    let app = start(setup, &limits).await;
    app.verified(ANN, PASSWORD).await;
    for stranger in ["198.51.100.1", "198.51.101.1", "192.0.2.1", "2001:db8::1"] {
        sign_in(&app, stranger, ANN, "Wrong-passw0rd")
            .await
            .with(401);
    }
    let (clock, owner) = (app.clock.clone(), app.clone());
    let owner = tokio::spawn(async move { sign_in(&owner, "203.0.113.1", ANN, PASSWORD).await });
    let mut delay = TimeDelta::zero();
    until("the owner is signed in", async || {
        let step = TimeDelta::seconds(1);
        clock.advance(step);
        delay += step;
        owner.is_finished()
    })
    .await;
    owner.await.unwrap().with(200);
    assert!(delay >= TimeDelta::seconds(5), "{delay}");
}
