//! Targets whose hosts are on a list: none can be created, by no operation.

use korotko_core::link::ReviewSummary;
use reqwest::Method;
use serde_json::json;

use crate::imports::outcomes;
use crate::support::{Answer, App, LINKS, Setup, on_both_databases};

on_both_databases!(
    no_link_leads_to_a_listed_host,
    no_link_is_changed_to_lead_to_a_listed_host,
    an_import_and_a_batch_refuse_listed_hosts,
    a_list_may_change,
    links_of_a_newly_blocked_host_are_blocked_as_long_as_it_is,
    a_list_never_lifts_the_block_of_an_operator,
    a_link_with_another_target_is_no_longer_blocked_by_a_list,
    more_links_than_a_part_has_are_reviewed,
);

const EVIL: &str = "https://evil.example/login";
const FINE: &str = "https://example.com/a";
const SHORT: &str = "https://SHORT.test./x";

fn with_lists(setup: Setup) -> Setup {
    setup.host_lists.block(&["evil.example", "192.0.2.1"]);
    setup.host_lists.shorten(&["short.test"]);
    setup
}

/// Checks that the field is refused, with this in its message.
fn says(refused: Answer, field: &str, text: &str) {
    assert!(refused.body.contains(text), "{}", refused.body);
    refused.names([field]);
}

async fn no_link_leads_to_a_listed_host(setup: Setup) {
    let app = with_lists(setup).start().await;
    let ann = app.member("ann").await;
    for (url, text) in [
        (EVIL, "blocked"),
        ("http://EVIL.example.:8080/?a=b#c", "blocked"),
        ("http://192.0.2.1/", "blocked"),
        ("http://0xc0.0.2.1/", "blocked"),
        ("http://[::ffff:192.0.2.1]/", "blocked"),
        (SHORT, "URL shortener"),
    ] {
        let body = json!({"url": url});
        for refused in [
            app.post("/api/url/", &body).await,
            app.post(LINKS, &body).await,
            ann.post(LINKS, &body).await,
        ] {
            says(refused.with(422), "url", text);
        }
        let body = json!({"url": FINE, "fallback_url": url});
        let refused = ann.post(LINKS, &body).await.with(422);
        says(refused, "fallback_url", text);
    }
    let fine = json!({"url": "https://sub.evil.example/"});
    app.post(LINKS, &fine).await.with(201);
}

async fn no_link_is_changed_to_lead_to_a_listed_host(setup: Setup) {
    let app = with_lists(setup).start().await;
    let ann = app.member("ann").await;
    let link = ann.link("promo").await;
    let path = format!("{LINKS}{link}");
    for (field, url, text) in [
        ("url", EVIL, "blocked"),
        ("url", SHORT, "URL shortener"),
        ("fallback_url", EVIL, "blocked"),
    ] {
        let refused = ann.patch(&path, &json!({field: url})).await.with(422);
        says(refused, field, text);
    }
    assert_eq!(ann.read(&path).await["revision"], 1);
}

async fn an_import_and_a_batch_refuse_listed_hosts(setup: Setup) {
    let app = with_lists(setup).start().await;
    let ann = app.member("ann").await;
    let file = format!("url,slug\n{EVIL},one\n{FINE},two\n");
    let imported = ann.import("", file).await.with(200);
    assert_eq!(outcomes(&imported), [(2, 422), (3, 201)]);
    let create = |url, slug| json!({"op": "create", "link": {"url": url, "slug": slug}});
    let batch = json!([create(EVIL, "three"), create(FINE, "four")]);
    let batch = ann.batch(&batch).await;
    assert_eq!(batch["results"][0]["problem"]["errors"][0]["field"], "url");
    assert_eq!(ann.slugs(LINKS).await, ["four", "two"]);
}

async fn a_list_may_change(setup: Setup) {
    let setup = with_lists(setup);
    let app = setup.start().await;
    setup.host_lists.block(&[]);
    app.post(LINKS, &json!({"url": EVIL})).await.with(201);
    setup.host_lists.block(&["evil.example"]);
    let refused = app.post(LINKS, &json!({"url": EVIL})).await;
    refused.invalid(["url"]);
}

/// Compares the links with the lists, as every node does from time to time; returns how many were blocked and unblocked.
async fn review(app: &App) -> (u64, u64) {
    let mut summary = ReviewSummary::default();
    let reviewed = app.korotko.links.review_targets(&mut summary).await;
    reviewed.unwrap();
    (summary.blocked, summary.unblocked)
}

async fn links_of_a_newly_blocked_host_are_blocked_as_long_as_it_is(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let body = json!({"url": EVIL, "slug": "evil"});
    let evil = ann.link_with(&body).await.number("id");
    let body = json!({"url": FINE, "slug": "over", "fallback_url": EVIL});
    ann.link_with(&body).await;
    ann.link("fine").await;
    assert_eq!(review(&app).await, (0, 0));
    for _ in 0..2 {
        setup.host_lists.block(&["evil.example"]);
        assert_eq!(review(&app).await, (2, 0));
        assert_eq!(review(&app).await, (0, 0));
        for slug in ["evil", "over"] {
            app.get(&ann.path(slug)).await.refused(410, "link-blocked");
        }
        app.get(&ann.path("fine")).await.with(307);
        let shown = ann.read(&format!("{LINKS}{evil}")).await;
        assert_eq!(shown["block_cause"], "list");
        assert!(shown["block_reason"].is_null());
        setup.host_lists.block(&["other.example"]);
        assert_eq!(review(&app).await, (0, 2));
        for slug in ["evil", "over", "fine"] {
            app.get(&ann.path(slug)).await.with(307);
        }
    }
}

async fn a_list_never_lifts_the_block_of_an_operator(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let root = app.administrator("root").await;
    let body = json!({"url": EVIL, "slug": "evil"});
    let evil = ann.link_with(&body).await.number("id");
    let block = format!("/api/admin/links/{evil}/block");
    let unblock = format!("/api/admin/links/{evil}/unblock");
    let reason = json!({"reason": "Phishing"});
    root.post(&block, &reason).await.with(200);
    setup.host_lists.block(&["evil.example"]);
    assert_eq!(review(&app).await, (0, 0));
    // Unblocked, it is still on the list.
    let unblocked = root.ask(Method::POST, &unblock).await.with(200);
    assert_eq!(unblocked.json()["block_cause"], "list");
    let refused = root.ask(Method::POST, &unblock).await;
    refused.refused(409, "blocked-by-list");
    root.post(&block, &reason).await.with(200);
    setup.host_lists.block(&[]);
    assert_eq!(review(&app).await, (0, 0));
    app.get(&ann.path("evil"))
        .await
        .refused(410, "link-blocked");
    root.ask(Method::POST, &unblock).await.with(200);
    app.get(&ann.path("evil")).await.with(307);
}

async fn a_link_with_another_target_is_no_longer_blocked_by_a_list(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let body = json!({"url": EVIL, "slug": "evil"});
    let evil = ann.link_with(&body).await.number("id");
    setup.host_lists.block(&["evil.example"]);
    assert_eq!(review(&app).await, (1, 0));
    let path = format!("{LINKS}{evil}");
    let titled = ann.patch(&path, &json!({"title": "Fine"})).await;
    assert_eq!(titled.with(200).text("state"), "blocked");
    let edited = ann.patch(&path, &json!({"url": FINE})).await.with(200);
    assert_eq!(edited.text("state"), "live");
    app.get(&ann.path("evil")).await.with(307);
    assert_eq!(review(&app).await, (0, 0));
}

async fn more_links_than_a_part_has_are_reviewed(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let row = |number: u32| match number % 3 {
        0 => format!("{FINE},n{number}\n"),
        _ => format!("{EVIL},n{number}\n"),
    };
    let rows: String = (0..900).map(row).collect();
    let imported = ann.import("", format!("url,slug\n{rows}")).await;
    imported.with(200);
    let gone = ann.link("gone").await;
    ann.patch(&format!("{LINKS}{gone}"), &json!({"url": EVIL}))
        .await
        .with(200);
    ann.delete_link(gone).await;
    setup.host_lists.block(&["evil.example"]);
    assert_eq!(review(&app).await, (601, 0));
    let restored = format!("{LINKS}{gone}/restore");
    let restored = ann.ask(Method::POST, &restored).await.with(200);
    assert_eq!(restored.text("state"), "blocked");
    app.get(&ann.path("n899"))
        .await
        .refused(410, "link-blocked");
    app.get(&ann.path("n897")).await.with(307);
    setup.host_lists.block(&[]);
    assert_eq!(review(&app).await, (0, 601));
}
