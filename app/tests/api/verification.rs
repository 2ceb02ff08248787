//! Verification tokens: valid, forged and expired.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde_json::json;

use crate::support::{ANN, App, PASSWORD, on_both_databases, sealed, verification_token};

on_both_databases!(
    the_mailed_token_has_the_documented_format,
    every_malformed_token_gets_the_same_answer,
    a_valid_token_without_an_account_is_not_found,
    an_address_whose_base64_has_a_dash_can_be_verified,
    a_verification_link_expires_after_24_hours,
    a_verified_address_is_reported_at_any_time,
    another_mail_renews_the_24_hours,
);

const PATHS: [&str; 2] = ["/api/email-verification", "/api/users/email-verification"];

async fn the_mailed_token_has_the_documented_format(app: App) {
    app.register("Ann.Lee@example.com").await.with(201);
    let link = app.link_in(&app.mail_to("Ann.Lee@example.com").await);
    let expected = verification_token("Ann.Lee@example.com");
    assert_eq!(link, format!("/api/email-verification/{expected}"));
}

/// Malformed tokens. The tests know the secret, so that an invalid address can have a valid digest.
fn malformed() -> Vec<String> {
    // 16 bytes, so that base64 would need padding.
    let email = "anna@example.com";
    let good = verification_token(email);
    let (address, digest) = good.rsplit_once('-').unwrap();
    let loose_bits = format!("{}R", address.strip_suffix('Q').unwrap());
    vec![
        "garbage".to_owned(),
        "-".to_owned(),
        format!("{address}{digest}"),
        format!("{address}--{digest}"),
        format!("{address}-{digest}-"),
        format!("-{address}-{digest}"),
        format!("{address}-{}", digest.to_uppercase()),
        format!("{address}-{}", &digest[1..]),
        format!("{address}-{digest}0"),
        format!("{address}-{}", "0".repeat(64)),
        format!("{address}-"),
        format!("-{digest}"),
        format!("{}-{digest}", STANDARD.encode(email)),
        sealed(&STANDARD.encode(email)),
        sealed("!!!!"),
        sealed(&loose_bits),
        sealed(&URL_SAFE_NO_PAD.encode([0xff, 0xfe])),
        sealed(&URL_SAFE_NO_PAD.encode("nobody")),
        sealed(""),
        format!("{}-{digest}", "A".repeat(32 * 1024)),
        sealed(&"A".repeat(32 * 1024)),
        "%00".to_owned(),
        format!("{good}%00"),
        format!("%20{good}"),
        format!("{good}%0A"),
        format!("{good}%2F"),
        format!("{}-{digest}", URL_SAFE_NO_PAD.encode(ANN)),
    ]
}

async fn every_malformed_token_gets_the_same_answer(app: App) {
    app.register("anna@example.com").await.with(201);
    app.mail_to("anna@example.com").await;
    let mut bodies = Vec::new();
    for token in malformed() {
        for path in PATHS {
            let answer = app.get(&format!("{path}/{token}")).await;
            let answer = answer.refused(400, "verification-token-invalid");
            bodies.push(answer.body);
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let refused = app.sign_in("anna@example.com", PASSWORD).await;
    refused.refused(403, "email-not-verified");
}

async fn a_valid_token_without_an_account_is_not_found(app: App) {
    for path in PATHS {
        let link = format!("{path}/{}", verification_token("nobody@example.com"));
        app.get(&link).await.refused(404, "account-not-found");
    }
}

async fn an_address_whose_base64_has_a_dash_can_be_verified(app: App) {
    let candidates = "!#$%&'*+/=?^_`{|}~-";
    let with_dash = candidates
        .chars()
        .flat_map(|sign| ["", "a", "aa"].map(|before| format!("{before}{sign}{sign}@example.com")));
    let with_dash = with_dash.filter(|email| URL_SAFE_NO_PAD.encode(email).contains('-'));
    let emails: Vec<String> = with_dash.collect();
    assert!(!emails.is_empty(), "none of the addresses has a dash");
    for email in emails {
        app.verified(&email, PASSWORD).await;
        app.sign_in(&email, PASSWORD).await.with(200);
    }
}

async fn a_verification_link_expires_after_24_hours(app: App) {
    app.register(ANN).await.with(201);
    let ann = app.link_in(&app.mail_to(ANN).await);
    app.advance(TimeDelta::seconds(1));
    app.register("bob@example.com").await.with(201);
    let bob = app.link_in(&app.mail_to("bob@example.com").await);

    app.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    app.get(&ann)
        .await
        .refused(400, "verification-token-expired");
    app.get(&bob).await.with(200);
}

async fn a_verified_address_is_reported_at_any_time(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    app.get(&link).await.with(200);
    app.advance(TimeDelta::days(400));
    let late = app.get(&link).await.with(200);
    assert!(late.text("message").contains("already verified"));
}

async fn another_mail_renews_the_24_hours(app: App) {
    app.register(ANN).await.with(201);
    app.mail_to(ANN).await;
    app.advance(TimeDelta::hours(23));
    let body = json!({"email": ANN});
    let asked = app.post("/api/users/resend-verification/", &body).await;
    asked.with(202);
    let mails = app.mails_to(ANN, 2).await;
    assert_eq!(mails[0].links(), mails[1].links());
    assert_ne!(mails[0].message_id(), mails[1].message_id());
    app.advance(TimeDelta::hours(23));
    app.follow_mail(&mails[0]).await.with(200);
}
