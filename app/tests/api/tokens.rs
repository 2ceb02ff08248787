//! Tokens signed with the right secret that are wrong in one respect.

use ring::hmac::{HMAC_SHA256, HMAC_SHA384};
use serde_json::{Value, json};

use crate::support::{
    App, EMAIL_SECRET, Forgery, JWT_SECRET, Member, PASSWORD, on_both_databases, start_of_time,
};

on_both_databases!(
    a_token_with_our_claims_is_valid,
    a_token_with_a_wrong_claim_is_refused,
    a_token_with_missing_or_mistyped_claims_is_refused,
    an_expired_or_premature_token_is_refused,
    a_token_with_another_signature_is_refused,
    a_token_with_a_wrong_header_is_refused,
    an_invalid_bearer_token_is_refused_and_a_missing_one_challenged,
    access_and_refresh_tokens_are_not_interchangeable,
);

/// Changes a valid token.
type Forge = Box<dyn Fn(Forgery) -> String>;

const ME: &str = "/api/users/me/";
const REFRESH: &str = "/api/users/refresh/";

/// Refused wherever tokens are accepted; in particular, no anonymous link is created with it.
async fn refused(app: &App, what: &str, access: &str) {
    let link = json!({"url": "https://example.com/a"});
    for ask in [
        app.get(ME),
        app.post("/api/url/", &link),
        app.post("/api/links/", &link),
    ] {
        let answer = ask.bearer(access).await;
        assert_eq!(answer.status, 401, "{what}: {}", answer.body);
        assert_eq!(answer.code(), "token-invalid", "{what}");
        let challenge = answer.header("www-authenticate");
        assert!(challenge.starts_with("Bearer "), "{what}: {challenge}");
        assert!(challenge.contains(r#"error="invalid_token""#), "{what}");
    }
}

/// Both tokens of a new member.
async fn genuine(app: &App) -> [Forgery; 2] {
    let ann = app.member("ann").await;
    [
        Forgery::from_token(&ann.access),
        Forgery::from_token(&ann.refresh),
    ]
}

/// The same forgery of both tokens is refused.
async fn both_refused(app: &App, what: &str, forge: impl Fn(Forgery) -> String) {
    let [access, refresh] = genuine_of(app).await;
    refused(app, what, &forge(access)).await;
    let body = json!({"refresh_token": forge(refresh)});
    let answer = app.post(REFRESH, &body).await;
    assert_eq!(answer.status, 401, "{what}: {}", answer.body);
}

/// Both tokens of the existing member.
async fn genuine_of(app: &App) -> [Forgery; 2] {
    let ann = app.session("ann@example.com", PASSWORD).await;
    [
        Forgery::from_token(&ann.access),
        Forgery::from_token(&ann.refresh),
    ]
}

async fn a_token_with_our_claims_is_valid(app: App) {
    let [access, refresh] = genuine(&app).await;
    app.get(ME).bearer(&access.signed()).await.with(200);
    let lower = format!("bearer {}", access.signed());
    app.get(ME).header("Authorization", &lower).await.with(200);
    let body = json!({"refresh_token": refresh.signed()});
    app.post(REFRESH, &body).await.with(200);
    // It contains nothing but ids.
    let mut claims = access.claims();
    claims.sort();
    let expected = [
        "aud", "epoch", "exp", "iat", "iss", "jti", "nbf", "sub", "use",
    ];
    assert_eq!(claims, expected);
}

async fn a_token_with_a_wrong_claim_is_refused(app: App) {
    app.member("ann").await;
    for (claim, value) in [
        ("iss", json!("https://evil.example/")),
        ("iss", json!("https://short.example")),
        ("iss", json!("")),
        ("aud", json!("another")),
        ("aud", json!("")),
        ("sub", json!("999999")),
        ("sub", json!("-1")),
        ("sub", json!("ann@example.com")),
        ("sub", json!("")),
        ("use", json!("reset")),
        ("use", json!("everything")),
        ("epoch", json!(1)),
        ("epoch", json!(-1)),
    ] {
        let what = format!("{claim} {value}");
        both_refused(&app, &what, |token| {
            token.claiming(claim, value.clone()).signed()
        })
        .await;
    }
}

async fn a_token_with_missing_or_mistyped_claims_is_refused(app: App) {
    let [access, _] = genuine(&app).await;
    for claim in access.claims() {
        both_refused(&app, &format!("no {claim}"), |token| {
            token.without(&claim).signed()
        })
        .await;
        let mistyped: Value = match access.claim(&claim) {
            Value::String(text) => json!([text]),
            number => json!(number.to_string()),
        };
        for wrong in [mistyped, json!(null), json!(1.5), json!({}), json!(true)] {
            let what = format!("{claim} {wrong}");
            let token = access.clone().claiming(&claim, wrong).signed();
            refused(&app, &what, &token).await;
        }
    }
}

async fn an_expired_or_premature_token_is_refused(app: App) {
    app.member("ann").await;
    let now = start_of_time().timestamp();
    let hour = 3600;
    for (claim, time, good) in [
        ("exp", now, false),
        ("exp", now - hour, false),
        ("exp", 0, false),
        ("exp", now + 1, true),
        ("nbf", now + hour, false),
        ("nbf", now + 1, false),
        ("nbf", now, true),
        ("iat", now + hour, false),
        ("iat", now + 61, false),
        ("iat", now + 60, true),
        ("exp", i64::MIN, false),
        ("iat", i64::MAX, false),
    ] {
        let what = format!("{claim} {}", time.saturating_sub(now));
        if good {
            let [access, _] = genuine_of(&app).await;
            let token = access.claiming(claim, time).signed();
            app.get(ME).bearer(&token).await.with(200);
        } else {
            both_refused(&app, &what, |token| token.claiming(claim, time).signed()).await;
        }
    }
}

async fn a_token_with_another_signature_is_refused(app: App) {
    app.member("ann").await;
    for (what, forge) in signed_otherwise() {
        both_refused(&app, what, forge).await;
    }
}

/// Other algorithms and secrets.
fn signed_otherwise() -> [(&'static str, Forge); 9] {
    fn called(algorithm: &'static str, sign: impl Fn(Forgery) -> String + 'static) -> Forge {
        Box::new(move |token| sign(token.headed("alg", algorithm)))
    }
    let unsigned = |token: Forgery| token.unsigned();
    let signed = |token: Forgery| token.signed();
    let by =
        |algorithm, secret: [u8; 32]| move |token: Forgery| token.signed_by(algorithm, &secret);
    [
        ("none", called("none", unsigned)),
        ("None", called("None", unsigned)),
        ("none, signed", called("none", signed)),
        ("no signature", Box::new(unsigned)),
        ("HS384", called("HS384", by(HMAC_SHA384, JWT_SECRET))),
        ("HS384 by HS256", called("HS384", signed)),
        ("RS256", called("RS256", signed)),
        ("another secret", Box::new(by(HMAC_SHA256, [8; 32]))),
        ("that of mails", Box::new(by(HMAC_SHA256, EMAIL_SECRET))),
    ]
}

async fn a_token_with_a_wrong_header_is_refused(app: App) {
    app.member("ann").await;
    for (field, value) in [
        ("kid", json!("unknown")),
        ("kid", json!("")),
        ("kid", json!(1)),
        ("typ", json!("JWT")),
        ("typ", json!("reset+jwt")),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("alg", json!(null)),
    ] {
        let what = format!("{field} {value}");
        both_refused(&app, &what, |token| {
            token.headed(field, value.clone()).signed()
        })
        .await;
    }
    for field in ["kid", "typ", "alg"] {
        both_refused(&app, &format!("no {field}"), |token| {
            token.headless(field).signed()
        })
        .await;
    }
}

async fn an_invalid_bearer_token_is_refused_and_a_missing_one_challenged(
    (app, ann): (App, Member),
) {
    let body = json!({"url": "https://example.com/a"});
    let (head, tail) = ann.access.split_at(ann.access.len() / 2);
    for field in [
        "Basic YW5uOlBhc3N3MHJkLW9r",
        "Bearer",
        "Bearer ",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer ..",
        "",
        &ann.access,
        &format!("Basic {}", ann.access),
        &format!("Bearer {head} {tail}"),
        &format!("Bearer {}x", ann.access),
        &format!("Bearer {}.x", ann.access),
        &format!("Bearer, {}", ann.access),
        &format!("Bearer {}", "x".repeat(16_000)),
    ] {
        for ask in [app.get(ME), app.post("/api/url/", &body)] {
            let refused = ask.header("Authorization", field).await;
            refused.refused(401, "token-invalid");
        }
    }
    for operation in [ME, "/api/links/", "/api/links/1"] {
        let refused = app.get(operation).await.refused(401, "token-missing");
        let challenge = refused.header("www-authenticate");
        assert_eq!(challenge, r#"Bearer realm="korotko""#);
    }
    let links = ann.get("/api/links/").await.with(200);
    assert_eq!(links.json()["items"], json!([]));
}

async fn access_and_refresh_tokens_are_not_interchangeable(app: App) {
    let ann = app.member("ann").await;
    refused(&app, "a refresh token", &ann.refresh).await;
    // Not even with the claim of the other.
    let forged = Forgery::from_token(&ann.refresh)
        .headed("typ", "at+jwt")
        .signed();
    refused(&app, "a refresh token with another typ", &forged).await;
    for token in [ann.access, String::new(), "garbage".to_owned()] {
        let body = json!({"refresh_token": token});
        let refused = app.post(REFRESH, &body).await;
        refused.refused(401, "token-invalid");
    }
}
