//! Every deviation of an access token from the documented format is refused.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ring::hmac;
use serde_json::{Value, json};

use crate::Korotko;
use crate::mock::{MockPorts, TestClock, sample};
use crate::token::TokenPair;
use crate::user::AuthenticateError;

/// A service with Ann's account, and its clock.
fn service() -> (Korotko, TestClock) {
    let mocks = MockPorts::default().with_user(sample::user());
    let clock = mocks.clock.clone();
    (mocks.korotko(), clock)
}

fn pair(korotko: &Korotko) -> TokenPair {
    let tokens = &korotko.users.tokens;
    let issued = tokens.issue_pair(sample::user().token_subject(), sample::now());
    issued.unwrap()
}

async fn accepts(korotko: &Korotko, token: &str) -> bool {
    match korotko.users.authenticate(token).await {
        Ok(user) => user == sample::user(),
        Err(AuthenticateError::TokenInvalid) => false,
        Err(other) => panic!("{other}"),
    }
}

/// Decodes a valid token, changes it, and signs it again with the right secret.
fn forge(change: impl FnOnce(&mut Value, &mut Value)) -> String {
    let (korotko, _) = service();
    let good = pair(&korotko).access_token;
    let part = |index| {
        let text = good.split('.').nth(index).unwrap();
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    };
    let (mut header, mut claims) = (part(0), part(1));
    change(&mut header, &mut claims);
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(&header), encode(&claims));
    let algorithm = match header["alg"].as_str() {
        Some("HS384") => hmac::HMAC_SHA384,
        Some("HS512") => hmac::HMAC_SHA512,
        _ => hmac::HMAC_SHA256,
    };
    // The first secret of the sample settings.
    let tag = hmac::sign(&hmac::Key::new(algorithm, &[1; 32]), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

#[tokio::test]
async fn an_unmodified_token_is_accepted() {
    let (korotko, _) = service();
    assert!(accepts(&korotko, &pair(&korotko).access_token).await);
    assert!(accepts(&korotko, &forge(|_, _| ())).await);
}

#[tokio::test]
async fn a_token_of_another_use_is_refused() {
    let (korotko, _) = service();
    let pair = pair(&korotko);
    assert!(!accepts(&korotko, &pair.refresh_token).await);
    let refreshed = korotko.users.refresh(&pair.access_token).await;
    assert!(matches!(refreshed, Err(AuthenticateError::TokenInvalid)));
    let tokens = &korotko.users.tokens;
    let reset = tokens.issue_reset(sample::user().token_subject(), sample::now());
    assert!(!accepts(&korotko, &reset.unwrap()).await);
}

#[tokio::test]
async fn a_modified_header_is_refused() {
    let (korotko, _) = service();
    for (field, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS384")),
        ("alg", json!("HS512")),
        ("alg", json!("RS256")),
        ("typ", json!("JWT")),
        ("typ", json!("rt+jwt")),
        ("typ", json!(null)),
        ("kid", json!("unknown")),
        ("kid", json!(null)),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
    ] {
        let forged = forge(|header, _| header[field] = value.clone());
        assert!(!accepts(&korotko, &forged).await, "{field}: {value}");
    }
}

#[tokio::test]
async fn a_modified_claim_is_refused() {
    let (korotko, _) = service();
    let now = sample::now().timestamp();
    for (claim, value) in [
        ("iss", json!("https://evil.example/")),
        ("aud", json!("other")),
        ("aud", json!(["korotko"])),
        ("sub", json!("8")),
        ("sub", json!(7)),
        ("sub", json!("seven")),
        ("use", json!("refresh")),
        ("use", json!("other")),
        ("epoch", json!(1)),
        ("epoch", json!("0")),
        ("exp", json!(now)),
        ("exp", json!(now - 1)),
        ("exp", json!((now + 60).to_string())),
        ("exp", json!(1e300)),
        ("nbf", json!(now + 1)),
        ("nbf", json!(now + 3600)),
        ("iat", json!(now + 61)),
        ("iat", json!(now + 3600)),
    ] {
        let forged = forge(|_, claims| claims[claim] = value.clone());
        assert!(!accepts(&korotko, &forged).await, "{claim}: {value}");
    }
}

#[tokio::test]
async fn a_token_without_a_claim_is_refused() {
    let (korotko, _) = service();
    for claim in "iss aud sub iat nbf exp jti use epoch".split(' ') {
        let forged = forge(|_, claims| {
            claims.as_object_mut().unwrap().remove(claim).unwrap();
        });
        assert!(!accepts(&korotko, &forged).await, "{claim}");
    }
}

#[tokio::test]
async fn a_signature_of_another_secret_or_text_is_refused() {
    let (korotko, _) = service();
    let good = pair(&korotko).access_token;
    let (message, tag) = good.rsplit_once('.').unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &[2; 32]);
    let other = hmac::sign(&key, message.as_bytes());
    let other = format!("{message}.{}", URL_SAFE_NO_PAD.encode(other));
    let (bare, longer) = (format!("{message}."), format!("{good}A"));
    for forged in [&other, &bare, &longer, message, tag, "", "..", "a.b.c"] {
        assert!(!accepts(&korotko, forged).await, "{forged}");
    }
}

#[tokio::test]
async fn a_token_expires_after_its_last_second() {
    let (korotko, clock) = service();
    let pair = pair(&korotko);
    clock.advance(TimeDelta::seconds(3599));
    assert!(accepts(&korotko, &pair.access_token).await);
    clock.advance(TimeDelta::seconds(1));
    assert!(!accepts(&korotko, &pair.access_token).await);
    assert!(korotko.users.refresh(&pair.refresh_token).await.is_ok());
    clock.advance(TimeDelta::days(1));
    assert!(korotko.users.refresh(&pair.refresh_token).await.is_err());
}

#[tokio::test]
async fn a_node_whose_clock_is_behind_accepts_a_new_token() {
    let (korotko, clock) = service();
    let pair = pair(&korotko);
    clock.advance(TimeDelta::seconds(-30));
    assert!(accepts(&korotko, &pair.access_token).await);
    clock.advance(TimeDelta::seconds(-1));
    assert!(!accepts(&korotko, &pair.access_token).await);
}

#[tokio::test]
async fn two_tokens_issued_at_the_same_time_differ() {
    let (korotko, _) = service();
    assert_ne!(pair(&korotko).access_token, pair(&korotko).access_token);
}
