//! Sign-in, and how little a failure reveals.

use std::num::NonZeroU32;

use serde_json::json;

use crate::support::{ANN, App, PASSWORD, Setup, at_once, on_both_databases};

on_both_databases!(
    every_failed_sign_in_gets_the_same_answer,
    every_failed_sign_in_costs_the_same_hashes,
    a_full_queue_of_hashes_is_answered_503_and_recovers,
    a_cheaper_hash_is_renewed_at_sign_in,
);

async fn every_failed_sign_in_gets_the_same_answer(app: App) {
    app.verified(ANN, PASSWORD).await;
    app.register("bob@example.com").await.with(201);
    let mut bodies = Vec::new();
    for (email, password) in [
        (ANN, "Wrong-passw0rd"),
        (ANN, "short"),
        (ANN, ""),
        (ANN, "Passw0rd-ok\0"),
        ("bob@example.com", "Wrong-passw0rd"),
        ("nobody@example.com", PASSWORD),
        ("nobody@example.com", "short"),
        ("nobody@example.com", "Passw0rd-ok\0"),
    ] {
        let refused = app.sign_in(email, password).await;
        bodies.push(refused.refused(401, "invalid-credentials").body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    // An unverified address is only revealed with the right password.
    let right = app.sign_in("bob@example.com", PASSWORD).await;
    right.refused(403, "email-not-verified");
    app.sign_in("nobody", PASSWORD).await.invalid(["email"]);
}

async fn every_failed_sign_in_costs_the_same_hashes(app: App) {
    app.verified(ANN, PASSWORD).await;
    app.register("bob@example.com").await.with(201);
    app.hasher.take_count();
    for (email, password, status) in [
        (ANN, PASSWORD, 200),
        (ANN, "Wrong-passw0rd", 401),
        ("nobody@example.com", PASSWORD, 401),
        ("bob@example.com", PASSWORD, 403),
        ("bob@example.com", "Wrong-passw0rd", 401),
    ] {
        app.sign_in(email, password).await.with(status);
        assert_eq!(app.hasher.take_count(), 1, "{email} with {password}");
    }
    // A text that cannot be a password costs no hash, for any address.
    for email in [ANN, "nobody@example.com", "bob@example.com"] {
        app.sign_in(email, "\0").await.with(401);
        assert_eq!(app.hasher.take_count(), 0, "{email}");
    }
}

async fn a_full_queue_of_hashes_is_answered_503_and_recovers(mut setup: Setup) {
    setup.hashing.threads = 1;
    setup.hashing.queue = 0;
    // Slow enough for two calls to overlap.
    setup.hashing.iterations = NonZeroU32::new(20_000).unwrap();
    let app = setup.start().await;
    app.verified(ANN, PASSWORD).await;
    let body = json!({"email": ANN, "password": PASSWORD});
    let mut refused = false;
    while !refused {
        let ask = |_| app.post("/api/users/signin/", &body).may_be_unavailable();
        for answer in at_once((0..8).map(ask)).await {
            refused |= answer.status == 503;
            assert!(matches!(answer.status, 200 | 503), "{answer:?}");
        }
    }
    app.sign_in(ANN, PASSWORD).await.with(200);
}

async fn a_cheaper_hash_is_renewed_at_sign_in(mut setup: Setup) {
    let cheap = setup.start().await;
    cheap.verified(ANN, PASSWORD).await;
    setup.hashing.iterations = NonZeroU32::new(200).unwrap();
    let app = setup.start().await;
    for hashes in [2, 1] {
        app.hasher.take_count();
        app.sign_in(ANN, PASSWORD).await.with(200);
        assert_eq!(app.hasher.take_count(), hashes);
    }
    cheap.sign_in(ANN, PASSWORD).await.with(200);
}
