//! What an operator switches off: registration, addresses of other domains, anonymous links.

use korotko_core::user::{AccessPolicy, EmailDomain, Registration, TermsUrl};
use korotko_testkit::Answer;
use serde_json::{Value, json};

use crate::support::{App, PASSWORD, Setup, URL, on_both_databases};

on_both_databases!(
    a_closed_registration_is_refused_and_accounts_stay,
    only_addresses_of_allowed_domains_can_register,
    a_domain_that_is_not_allowed_reveals_no_account,
    anonymous_links_that_are_off_require_a_token,
    the_document_says_what_is_off,
    terms_are_shown_to_whoever_registers,
);

fn domains(names: &[&str]) -> Vec<EmailDomain> {
    let parsed = names.iter().map(|name| EmailDomain::parse(name).unwrap());
    parsed.collect()
}

fn closed() -> AccessPolicy {
    AccessPolicy {
        registration: Registration::Closed,
        ..AccessPolicy::default()
    }
}

async fn a_closed_registration_is_refused_and_accounts_stay(mut setup: Setup) {
    let ann = setup.start().await.member("ann").await;
    setup.policy = closed();
    let app = setup.start().await;
    // Whether or not the address has an account, or is one.
    for email in ["ann@example.com", "bob@example.com", "nobody"] {
        app.register(email)
            .await
            .refused(403, "registration-closed");
    }
    assert_eq!(app.count_users().await, 1);
    let ann = app.session(&ann.email, PASSWORD).await;
    ann.post("/api/links/", &json!({"url": URL}))
        .await
        .with(201);
    let reset = json!({"email": ann.email});
    app.post("/api/users/password-reset/", &reset)
        .await
        .with(202);
}

async fn only_addresses_of_allowed_domains_can_register(mut setup: Setup) {
    setup.policy.allowed_email_domains = domains(&["Example.org", "bücher.example"]);
    let app = setup.start().await;
    for email in [
        "ann@example.org",
        "bob@EXAMPLE.org",
        "carol@bücher.example",
        "dan@XN--BCHER-KVA.example",
    ] {
        app.register(email).await.with(201);
    }
    for email in [
        "eve@example.com",
        "eve@mail.example.org",
        "eve@notexample.org",
        "example.org@evil.example",
    ] {
        let refused = app.register(email).await.invalid(["email"]);
        let message = "must be an address at example.org or bücher.example";
        assert_eq!(refused.errors()[0].1, message);
    }
    // All errors are reported at once.
    let refused = app.register_with("eve@example.com", "Short12").await;
    refused.invalid(["email", "password"]);
    assert_eq!(app.count_users().await, 4);
}

async fn a_domain_that_is_not_allowed_reveals_no_account(mut setup: Setup) {
    let ann = setup.start().await.member("ann").await;
    setup.policy.allowed_email_domains = domains(&["example.org"]);
    let app = setup.start().await;
    let known = app.register(&ann.email).await.invalid(["email"]);
    let unknown = app.register("bob@example.com").await.invalid(["email"]);
    assert_eq!(known.body, unknown.body);
    // The account stays.
    app.session(&ann.email, PASSWORD).await;
}

async fn anonymous_links_that_are_off_require_a_token(mut setup: Setup) {
    let open = setup.start().await;
    let body = json!({"url": URL, "slug": "promo"});
    open.post("/api/links/", &body).await.with(201);
    setup.policy.anonymous_links = false;
    let app = setup.start().await;
    for path in ["/api/url/", "/api/links/"] {
        for url in [URL, "nowhere"] {
            let refused = app.post(path, &json!({"url": url})).await;
            let refused = refused.refused(401, "anonymous-links-off");
            let challenge = refused.header("www-authenticate");
            assert_eq!(challenge, r#"Bearer realm="korotko""#);
        }
        let bad = app.post(path, &json!({"url": URL})).bearer("bad").await;
        bad.refused(401, "token-invalid");
    }
    let ann = app.member("ann").await;
    let key = ann.key(&["links:write"]).await.text("key");
    for path in ["/api/url/", "/api/links/"] {
        let body = json!({"url": URL});
        ann.post(path, &body).await.with(201);
        app.post(path, &body).bearer(&key).await.with(201);
    }
    // Existing links are followed.
    app.get("/promo").await.with(307);
}

/// The document that an application serves.
async fn document(app: &App) -> Value {
    let url = format!("http://{}/openapi.json", app.address);
    Answer::to(reqwest::Client::new().get(url))
        .await
        .with(200)
        .json()
}

async fn the_document_says_what_is_off(mut setup: Setup) {
    let usual = document(&setup.start().await).await;
    setup.policy = AccessPolicy {
        anonymous_links: false,
        ..closed()
    };
    let stated = document(&setup.start().await).await;
    for (path, text) in [
        ("/api/users/register", "**Registration is closed.**"),
        ("/api/url", "Anonymous links are off"),
        ("/api/links", "Anonymous links are off"),
    ] {
        let description = |document: &Value| {
            let operation = &document["paths"][path]["post"];
            let operation = if operation.is_null() {
                &document["paths"][format!("{path}/")]["post"]
            } else {
                operation
            };
            operation["description"].as_str().unwrap().to_owned()
        };
        assert!(description(&stated).contains(text), "{path}");
        assert!(!description(&usual).contains(text), "{path}");
    }
    let about = stated["info"]["description"].as_str().unwrap();
    for text in ["Registration is closed.", "Anonymous links are off"] {
        assert!(about.contains(text), "{about}");
    }
}

async fn terms_are_shown_to_whoever_registers(mut setup: Setup) {
    let terms = "https://example.com/terms";
    setup.policy.terms_url = Some(TermsUrl::parse(terms).unwrap());
    let app = setup.start().await;
    let registered = app.register("ann@example.com").await.with(201);
    let message = registered.text("message");
    assert!(message.contains("verification mail"), "{message}");
    assert!(message.contains(terms), "{message}");
    let document = document(&app).await;
    assert_eq!(document["info"]["termsOfService"], terms);
    let about = document["info"]["description"].as_str().unwrap();
    assert!(about.contains(terms), "{about}");
}
