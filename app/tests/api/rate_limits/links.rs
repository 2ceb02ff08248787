//! Anonymous links, unknown slugs, imports and reports.

use chrono::TimeDelta;
use korotko_core::rate_limit::RateLimits;
use serde_json::json;

use super::{assert_limited, from, generous, per_minute, start};
use crate::support::{ANN, App, LINKS, Member, PASSWORD, Setup, URL, on_both_databases};

on_both_databases!(
    anonymous_links_are_limited_and_those_of_users_are_not,
    unknown_slugs_are_limited_and_links_never,
    imports_and_reports_are_limited_by_account,
    abuse_reports_are_limited,
    nothing_is_limited_when_limits_are_off,
);

async fn anonymous_links_are_limited_and_those_of_users_are_not(setup: Setup) {
    let limits = RateLimits {
        anonymous_links: per_minute(2),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let ann = app.member("ann").await;
    let body = json!({"url": URL});
    let client = "203.0.113.1";
    // Both operations together.
    from(client, app.post("/api/url/", &body)).await.with(201);
    from(client, app.post(LINKS, &body)).await.with(201);
    for path in ["/api/url/", LINKS] {
        let refused = from(client, app.post(path, &body)).await;
        assert_limited(refused, "anonymous-links");
        from(client, ann.post(path, &body)).await.with(201);
        // What is invalid is not counted.
        let invalid = from(client, app.post(path, &json!({"url": "ftp://a.example"}))).await;
        invalid.invalid(["url"]);
    }
    from("203.0.113.2", app.post(LINKS, &body)).await.with(201);
}

async fn abuse_reports_are_limited(setup: Setup) {
    let limits = RateLimits {
        abuse_reports: per_minute(2),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let body = json!({"url": URL, "slug": "promo"});
    let url = app.post(LINKS, &body).await.with(201).text("share_url");
    let report = |client, url: &str| {
        let body = json!({"url": url, "category": "spam"});
        from(client, app.post("/api/abuse-reports/", &body))
    };
    let client = "203.0.113.1";
    report(client, &url).await.with(202);
    // So that nobody finds links by reporting.
    let unknown = format!("{}/unknown", app.public_url);
    report(client, &unknown).await.invalid(["url"]);
    for url in [&url, &unknown] {
        assert_limited(report(client, url).await, "abuse-reports");
    }
    report("203.0.113.2", &url).await.with(202);
}

async fn unknown_slugs_are_limited_and_links_never(mut setup: Setup) {
    let limits = RateLimits {
        unknown_slugs: per_minute(4),
        ..generous()
    };
    for fast_path in [true, false] {
        setup.fast_path = fast_path;
        let app = start(setup.clone(), &limits).await;
        let slug = format!("promo-{fast_path}");
        let body = json!({"url": URL, "slug": slug});
        app.post(LINKS, &body).await.with(201);
        let client = "203.0.113.1";
        for path in ["/unknown", "/unknown", "/unknown?u=7", "/api/url/unknown-2"] {
            from(client, app.get(path)).await.refused(404, "not-found");
        }
        for path in [
            "/unknown",
            "/unknown-3",
            "/api/url/unknown-2",
            "/unknown?u=8",
        ] {
            assert_limited(from(client, app.get(path)).await, "unknown-slugs");
            from(client, app.head(path)).await.with(429);
        }
        // Known ones, in memory or not.
        for _ in 0..20 {
            from(client, app.get(&format!("/{slug}"))).await.with(307);
            from(client, app.head(&format!("/api/url/{slug}")))
                .await
                .with(307);
        }
        from("203.0.113.2", app.get("/unknown")).await.with(404);
        // Paths of the service are no slugs.
        from(client, app.get("/healthz")).await.with(200);
        app.advance(TimeDelta::seconds(15));
        from(client, app.get("/unknown")).await.with(404);
    }
}

async fn imports_and_reports_are_limited_by_account(setup: Setup) {
    let limits = RateLimits {
        link_imports: per_minute(2),
        reports: per_minute(2),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let import =
        async |member: &Member, query: &str| member.import(query, "url\nhttps://a.example\n").await;
    import(&ann, "").await.with(200);
    import(&ann, "?dry_run=true").await.with(200);
    for query in ["", "?dry_run=true", "?atomic=true"] {
        assert_limited(import(&ann, query).await, "link-imports");
    }
    // A key acts for its owner.
    let mut by_key = ann.clone();
    by_key.access = ann.key(&["links:write"]).await.text("key");
    assert_limited(import(&by_key, "").await, "link-imports");
    import(&bob, "").await.with(200);
    let report = async |member: &Member, day: u32| {
        let body = json!({"from": format!("2026-10-{day:02}"), "to": "2026-11-30"});
        member.post("/api/reports/", &body).await
    };
    // The mail server is away, so that the first one stays pending.
    app.sink.stop().await;
    let first = report(&ann, 1).await.with(202).number("id");
    report(&ann, 2).await.with(202);
    assert_limited(report(&ann, 3).await, "reports");
    assert_eq!(report(&ann, 1).await.with(202).number("id"), first);
    report(&bob, 3).await.with(202);
    app.advance(TimeDelta::seconds(30));
    report(&ann, 3).await.with(202);
}

async fn nothing_is_limited_when_limits_are_off(app: App) {
    for _ in 0..70 {
        app.get("/unknown").await.with(404);
        app.post("/api/url/", &json!({"url": URL})).await.with(201);
    }
    for _ in 0..25 {
        app.sign_in(ANN, PASSWORD).await.with(401);
    }
}
