//! `/.well-known/security.txt` (RFC 9116).

use korotko::config::SecurityTxt;
use url::Url;

use crate::support::{App, Setup, on_both_databases};

on_both_databases!(
    the_file_exists_only_if_it_is_configured,
    the_file_says_where_to_report_and_until_when_it_holds,
);

const PATH: &str = "/.well-known/security.txt";

async fn the_file_exists_only_if_it_is_configured(app: App) {
    app.get(PATH).await.refused(404, "not-found");
}

async fn the_file_says_where_to_report_and_until_when_it_holds(mut setup: Setup) {
    let url = |text| Url::parse(text).unwrap();
    setup.public_url = Some("https://short.example");
    setup.security_txt = Some(SecurityTxt {
        contacts: vec![
            url("mailto:security@example.com"),
            url("https://example.com/report"),
        ],
        policy: Some(url("https://example.com/policy")),
    });
    let app = setup.start().await;
    let file = app.get(PATH).await.with(200);
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    let expected = "Contact: mailto:security@example.com\n\
        Contact: https://example.com/report\n\
        Expires: 2026-12-31T00:00:00Z\n\
        Policy: https://example.com/policy\n\
        Canonical: https://short.example/.well-known/security.txt\n";
    assert_eq!(file.body, expected);
    app.head(PATH).await.with(200);
}
