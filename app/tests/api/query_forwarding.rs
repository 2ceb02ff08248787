//! Forwarding the query of a request to the target of a link.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, App, LINKS, Member, on_both_databases};

on_both_databases!(
    a_link_forwards_the_query_as_it_says,
    any_query_is_forwarded_as_sent,
    a_location_that_is_too_long_is_the_plain_target,
    the_forwarding_of_a_link_can_be_changed,
    an_invalid_forwarding_is_refused,
    new_links_forward_as_their_owners_account_says,
    an_account_update_changes_only_what_it_names,
);

const ME: &str = "/api/users/me";
const TARGET: &str = "https://example.com/a?b=1&c=2#top";

/// A link to `TARGET` with this forwarding, and the path of its share URL.
async fn link(app: &App, owner: &Member, body: Value) -> (i64, String) {
    let mut new = json!({"url": TARGET});
    new.as_object_mut()
        .unwrap()
        .extend(body.as_object().unwrap().clone());
    let created = owner.link_with(&new).await;
    (
        created.number("id"),
        app.path_of(&created.text("share_url")),
    )
}

/// The location of a redirect.
fn location(answer: Answer) -> String {
    answer.with(307).header("location").to_owned()
}

async fn a_link_forwards_the_query_as_it_says((app, ann): (App, Member)) {
    for (forwarding, wanted) in [
        ("off", TARGET),
        ("append", "https://example.com/a?b=1&c=2&b=3&d=%20#top"),
        ("override", "https://example.com/a?c=2&b=3&d=%20#top"),
    ] {
        for namespace in ["global", "personal"] {
            let body = json!({"query_forwarding": forwarding, "namespace": namespace});
            let (_, path) = link(&app, &ann, body).await;
            let mark = if path.contains('?') { '&' } else { '?' };
            for path in [path.clone(), format!("/api/url{path}")] {
                let asked = format!("{path}{mark}b=3&d=%20");
                assert_eq!(location(app.get(&asked).await), wanted, "{asked}");
                assert_eq!(location(app.head(&asked).await), wanted, "HEAD {asked}");
                assert_eq!(location(app.get(&path).await), TARGET, "{path}");
            }
        }
    }
}

async fn any_query_is_forwarded_as_sent(app: App) {
    let body =
        json!({"url": "https://example.com/", "slug": "promo", "query_forwarding": "append"});
    app.post(LINKS, &body).await.with(201);
    for (query, wanted) in [
        ("a=%", "?a=%"),
        ("a=%zz&%4", "?a=%zz&%4"),
        ("=&=1&a", "?=&=1&a"),
        ("a+b=%2B+%26", "?a+b=%2B+%26"),
        ("a=%0D%0ASet-Cookie:x=1", "?a=%0D%0ASet-Cookie:x=1"),
        ("a=й'", "?a=%D0%B9%27"),
        ("&&", ""),
        ("", ""),
    ] {
        let path = format!("/promo?{query}");
        let answer = app.raw(Method::GET, &path, "Connection: close", b"").await;
        let wanted = format!("https://example.com/{wanted}");
        assert_eq!(location(answer), wanted, "{query}");
    }
}

async fn a_location_that_is_too_long_is_the_plain_target((app, ann): (App, Member)) {
    for forwarding in ["append", "override"] {
        let (_, path) = link(&app, &ann, json!({"query_forwarding": forwarding})).await;
        let most = "x".repeat(2_048 - TARGET.len() - 1);
        let forwarded = location(app.get(&format!("{path}&{most}")).await);
        assert_eq!(forwarded, TARGET.replace('#', &format!("&{most}#")));
        let plain = location(app.get(&format!("{path}&{most}x")).await);
        assert_eq!(plain, TARGET);
    }
}

async fn the_forwarding_of_a_link_can_be_changed((app, ann): (App, Member)) {
    let (id, path) = link(&app, &ann, json!({})).await;
    let asked = format!("{path}&b=3");
    assert_eq!(location(app.get(&asked).await), TARGET);
    let edit = json!({"query_forwarding": "append"});
    let edited = ann.patch(&format!("{LINKS}{id}"), &edit).await.with(200);
    assert_eq!(edited.text("query_forwarding"), "append");
    assert_eq!(edited.number("revision"), 2);
    let appended = "https://example.com/a?b=1&c=2&b=3#top";
    assert_eq!(location(app.get(&asked).await), appended);
    let same = ann.patch(&format!("{LINKS}{id}"), &edit).await.with(200);
    assert_eq!(same.number("revision"), 2);
    let override_it = json!([
        {"op": "update", "id": id, "changes": {"query_forwarding": "override"}},
        {"op": "create", "link": {"url": TARGET, "query_forwarding": "append"}},
    ]);
    let results = ann.batch(&override_it).await["results"].clone();
    let names = |link: &Value| link["link"]["query_forwarding"].clone();
    let names: Vec<_> = results.as_array().unwrap().iter().map(names).collect();
    assert_eq!(names, ["override", "append"]);
    let overridden = "https://example.com/a?c=2&b=3#top";
    assert_eq!(location(app.get(&asked).await), overridden);
    let listed = ann.listed(LINKS, "query_forwarding").await;
    assert_eq!(listed, ["append", "override"]);
}

async fn an_invalid_forwarding_is_refused(ann: Member) {
    let id = ann.link("promo").await;
    for wrong in [json!("On"), json!(true), json!("")] {
        let body = json!({"url": TARGET, "query_forwarding": wrong});
        let refused = ann.post(LINKS, &body).await.with(400);
        refused.names(["query_forwarding"]);
        let body = json!({"query_forwarding": wrong});
        let refused = ann.patch(&format!("{LINKS}{id}"), &body).await.with(400);
        refused.names(["query_forwarding"]);
        let body = json!({"default_query_forwarding": wrong});
        let refused = ann.patch(ME, &body).await.with(400);
        refused.names(["default_query_forwarding"]);
    }
    let cleared = json!({"query_forwarding": null});
    let refused = ann.patch(&format!("{LINKS}{id}"), &cleared).await;
    refused.with(400).names(["query_forwarding"]);
    let report = ann.import("", "url,query_forwarding\nhttps://example.com,on\n");
    let report = report.await.with(200).json();
    assert_eq!(report["failed"], json!(1), "{report}");
}

async fn new_links_forward_as_their_owners_account_says((app, ann): (App, Member)) {
    ann.link("before").await;
    let edit = json!({"default_query_forwarding": "override"});
    let me = ann.patch(ME, &edit).await.with(200);
    assert_eq!(me.text("default_query_forwarding"), "override");
    assert_eq!(ann.get(ME).await.with(200).json(), me.json());
    ann.link("one").await;
    let own = json!({"url": TARGET, "slug": "own", "query_forwarding": "off"});
    ann.link_with(&own).await;
    let created = json!([{"op": "create", "link": {"url": TARGET, "slug": "many"}}]);
    ann.batch(&created).await;
    let short = json!({"url": TARGET, "custom_url": "short"});
    ann.post("/api/url/", &short).await.with(201);
    let file = format!("url,slug,query_forwarding\n{TARGET},row,\n{TARGET},cell,append\n");
    ann.import("", file).await.with(200);
    let mut known = ann
        .listed(LINKS, "slug")
        .await
        .into_iter()
        .collect::<Vec<_>>();
    let forwardings = ann.listed(LINKS, "query_forwarding").await;
    let mut known: Vec<(Value, Value)> = known.drain(..).zip(forwardings).collect();
    known.sort_by_key(|(slug, _)| slug.to_string());
    let wanted = [
        ("before", "off"),
        ("cell", "append"),
        ("many", "override"),
        ("one", "override"),
        ("own", "off"),
        ("row", "override"),
        ("short", "override"),
    ];
    assert_eq!(known, wanted.map(|(slug, name)| (json!(slug), json!(name))));
    // Nobody else's.
    let anonymous = app.post(LINKS, &json!({"url": TARGET})).await.with(201);
    assert_eq!(anonymous.text("query_forwarding"), "off");
}

async fn an_account_update_changes_only_what_it_names((app, ann): (App, Member)) {
    let before = ann.get(ME).await.with(200).json();
    let same = ann.patch(ME, &json!({})).await.with(200);
    assert_eq!(same.json(), before);
    assert_eq!(before["default_query_forwarding"], "off");
    for field in ["email", "id", "language"] {
        let refused = ann.patch(ME, &json!({field: "x"})).await;
        refused.with(400).names([field]);
    }
    app.patch(ME, &json!({}))
        .await
        .refused(401, "token-missing");
    assert!(app.is_signed_in(&ann).await);
}
