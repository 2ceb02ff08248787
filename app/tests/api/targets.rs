//! Targets of links.

use serde_json::json;

use crate::support::{App, Setup, on_both_databases};

on_both_databases!(
    dangerous_and_invalid_urls_are_refused,
    a_target_on_the_service_itself_is_refused,
    a_target_on_a_local_service_itself_is_refused,
    a_target_has_up_to_2048_bytes,
    the_location_header_is_ascii,
);

async fn refused(app: &App, url: &str) {
    let body = json!({"url": url, "custom_url": "promo"});
    let refused = app.post("/api/url/", &body).await;
    assert_eq!(refused.status, 422, "{url:?}: {}", refused.body);
    refused.names(["url"]);
    app.get("/promo").await.with(404);
}

/// The `Location` of a link to `url`.
async fn location(app: &App, url: &str) -> String {
    let created = app.post("/api/url/", &json!({"url": url})).await;
    assert_eq!(created.status, 201, "{url:?}: {}", created.body);
    let stored = created.text("url");
    let share = app.path_of(&created.text("share_url"));
    let followed = app.get(&share).await.with(307);
    assert_eq!(followed.header("location"), stored);
    stored
}

async fn dangerous_and_invalid_urls_are_refused(app: App) {
    for url in [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "mailto:ann@example.com",
        "blob:https://example.com/1",
        "view-source:https://example.com",
        "http://user:pw@example.com/",
        "http://user@example.com/",
        "http://:pw@example.com/",
        "https://exa\nmple.com/",
        "https://example.com/a\r\nSet-Cookie: a=b",
        "https://example.com/\u{0}",
        "https://example.com/\u{85}",
        "",
        " ",
        "example.com",
        "//example.com/a",
        "/a",
        "http://",
        "http:///",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://[::1",
        "http://1.2.3.4.5/",
    ] {
        refused(&app, url).await;
    }
}

async fn a_target_on_the_service_itself_is_refused(app: App) {
    for url in [
        "https://short.example",
        "https://short.example/promo",
        "http://short.example/",
        "https://SHORT.Example/",
        "https://short.example./",
        "https://short.example:8443/a",
        "https://short%2Eexample/",
        "https://\u{ff53}hort.example/",
        "https://short\u{3002}example/",
        "https:short.example/",
        "https:\\\\short.example\\a",
        "  https://short.example/",
    ] {
        refused(&app, url).await;
    }
    for url in [
        "https://other.short.example/",
        "https://short.example.com/",
        "https://example.com/https://short.example/",
    ] {
        location(&app, url).await;
    }
}

async fn a_target_on_a_local_service_itself_is_refused(mut setup: Setup) {
    setup.public_url = None;
    let app = setup.start().await;
    for url in [
        "http://localhost/",
        "http://LOCALHOST:1/",
        "https://localhost./",
        "http://any.localhost/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/a",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.255.255.254/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::1]:8080/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
    ] {
        refused(&app, url).await;
    }
    location(&app, "http://128.0.0.1/").await;
}

async fn a_target_has_up_to_2048_bytes(app: App) {
    let start = "https://example.com/";
    let longest = format!("{start}{}", "a".repeat(2048 - start.len()));
    assert_eq!(location(&app, &longest).await, longest);
    refused(&app, &format!("{longest}a")).await;
    // The limit applies to the encoded form: six bytes for each of these letters.
    let letters = (2048 - start.len()) / 6;
    let longest = format!("{start}{}", "ы".repeat(letters));
    assert!(location(&app, &longest).await.len() <= 2048);
    refused(&app, &format!("{longest}ы")).await;
}

async fn the_location_header_is_ascii(app: App) {
    for (url, expected) in [
        (
            "https://пример.рф/путь?ключ=знач#якорь",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C?%D0%BA%D0%BB%D1%8E%D1%87=\
             %D0%B7%D0%BD%D0%B0%D1%87#%D1%8F%D0%BA%D0%BE%D1%80%D1%8C",
        ),
        ("HTTPS://EXAMPLE.com", "https://example.com/"),
        ("https://example.com:443/a b", "https://example.com/a%20b"),
        ("https://example.com/🐴", "https://example.com/%F0%9F%90%B4"),
        ("https://example.com/%D1%8F", "https://example.com/%D1%8F"),
        (
            "https://example.com/a\"<>",
            "https://example.com/a%22%3C%3E",
        ),
        ("http://203.0.113.7:8080/a", "http://203.0.113.7:8080/a"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
    ] {
        let location = location(&app, url).await;
        assert!(location.is_ascii(), "{location}");
        assert_eq!(location, expected);
    }
}
