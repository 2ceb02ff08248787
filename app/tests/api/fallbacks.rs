//! The fallback of a link that is expired or exhausted.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, App, FIREFOX, LINKS, Member, URL, WHATSAPP, on_both_databases};

on_both_databases!(
    an_expired_link_redirects_to_its_fallback,
    an_exhausted_link_redirects_to_its_fallback_without_counting,
    a_fallback_is_set_removed_and_left_alone,
    a_deleted_link_ignores_its_fallback,
    an_invalid_fallback_is_refused,
    a_fallback_survives_export_and_import,
);

const FALLBACK: &str = "https://example.com/over?a=1#b";
const END: &str = "2026-12-01T00:30:00Z";

/// A link with a fallback.
async fn link(owner: &Member, mut body: Value) -> Answer {
    body["url"] = json!(URL);
    body["slug"] = json!("promo");
    body["fallback_url"] = json!(FALLBACK);
    owner.link_with(&body).await
}

/// Checks that this is the redirect to the fallback.
fn falls_back(answer: Answer) {
    let answer = answer.with(307);
    assert_eq!(answer.header("location"), FALLBACK);
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

async fn an_expired_link_redirects_to_its_fallback((app, ann): (App, Member)) {
    let body = json!({"expires_at": END, "redirect_status": 302, "query_forwarding": "append"});
    let created = link(&ann, body).await;
    assert_eq!(created.text("fallback_url"), FALLBACK);
    let id = created.number("id");
    let path = format!("{}&c=2", ann.path("promo"));
    let live = app.get(&path).await.with(302);
    assert_eq!(live.header("location"), format!("{URL}?c=2"));
    app.advance(TimeDelta::minutes(30));
    for path in [path.clone(), format!("/api/url{path}")] {
        falls_back(app.get(&path).await);
        falls_back(app.head(&path).await);
    }
    let link = ann.counted(id, 1).await;
    assert_eq!(link["state"], "expired");
    assert_eq!(ann.slugs("/api/links/?state=expired").await, ["promo"]);
    // Live again, it leads to its target.
    let later = json!({"expires_at": null});
    ann.patch(&format!("{LINKS}{id}"), &later).await.with(200);
    app.get(&path).await.with(302);
    ann.counted(id, 2).await;
}

async fn an_exhausted_link_redirects_to_its_fallback_without_counting((app, ann): (App, Member)) {
    let id = link(&ann, json!({"max_clicks": 2})).await.number("id");
    let path = ann.path("promo");
    for _ in 0..2 {
        let followed = app.click(&path, FIREFOX).await.with(307);
        assert_eq!(followed.header("location"), URL);
    }
    for agent in [FIREFOX, WHATSAPP] {
        falls_back(app.click(&path, agent).await);
    }
    falls_back(app.head(&path).await);
    let link = ann.counted(id, 2).await;
    assert_eq!(link["state"], "exhausted");
    // Redirects to the fallback have consumed nothing.
    let more = json!({"max_clicks": 3});
    ann.patch(&format!("{LINKS}{id}"), &more).await.with(200);
    let followed = app.click(&path, FIREFOX).await.with(307);
    assert_eq!(followed.header("location"), URL);
    falls_back(app.click(&path, FIREFOX).await);
    ann.counted(id, 3).await;
}

async fn a_fallback_is_set_removed_and_left_alone((app, ann): (App, Member)) {
    let body = json!({"url": URL, "slug": "promo", "expires_at": END});
    let created = ann.link_with(&body).await;
    assert_eq!(created.json()["fallback_url"], Value::Null);
    let (id, path) = (created.number("id"), ann.path("promo"));
    app.advance(TimeDelta::minutes(30));
    app.get(&path).await.refused(410, "gone");
    let edit = async |edit: Value| ann.patch(&format!("{LINKS}{id}"), &edit).await.with(200);
    let set = edit(json!({"fallback_url": FALLBACK})).await;
    assert_eq!(set.number("revision"), 2);
    assert_eq!(set.text("state"), "expired");
    falls_back(app.get(&path).await);
    let same = edit(json!({"fallback_url": FALLBACK})).await;
    assert_eq!(same.number("revision"), 2);
    let titled = edit(json!({"title": "Sale"})).await;
    assert_eq!(titled.text("fallback_url"), FALLBACK);
    let removed = edit(json!({"fallback_url": null})).await;
    assert_eq!(removed.json()["fallback_url"], Value::Null);
    app.get(&path).await.refused(410, "gone");
    let batch = json!([{"op": "update", "id": id, "changes": {"fallback_url": FALLBACK}}]);
    let results = ann.batch(&batch).await;
    assert_eq!(results["results"][0]["link"]["fallback_url"], FALLBACK);
    falls_back(app.get(&path).await);
    assert_eq!(ann.listed(LINKS, "fallback_url").await, [FALLBACK]);
}

async fn a_deleted_link_ignores_its_fallback((app, ann): (App, Member)) {
    let id = link(&ann, json!({"expires_at": END})).await.number("id");
    let path = ann.path("promo");
    app.advance(TimeDelta::minutes(30));
    falls_back(app.get(&path).await);
    ann.delete_link(id).await;
    app.get(&path).await.refused(410, "gone");
    ann.restore(id).await.with(200);
    falls_back(app.get(&path).await);
}

async fn an_invalid_fallback_is_refused(ann: Member) {
    let id = ann.link("other").await;
    let own = format!("{}/promo", crate::support::PUBLIC_URL);
    for wrong in ["ftp://example.com", "nowhere", "", &own] {
        let body = json!({"url": URL, "fallback_url": wrong});
        ann.post(LINKS, &body).await.invalid(["fallback_url"]);
        let edit = json!({"fallback_url": wrong});
        let refused = ann.patch(&format!("{LINKS}{id}"), &edit).await;
        refused.invalid(["fallback_url"]);
    }
    for wrong in [json!(1), json!(["https://example.com"])] {
        let body = json!({"url": URL, "fallback_url": wrong});
        ann.post(LINKS, &body).await.misshapen(["fallback_url"]);
    }
}

async fn a_fallback_survives_export_and_import((ann, bob): (Member, Member)) {
    link(&ann, json!({"expires_at": END})).await;
    for format in ["csv", "json"] {
        let path = format!("/api/links/export?format={format}");
        let file = ann.get(&path).await.with(200);
        assert!(file.body.contains(FALLBACK), "{}", file.body);
        let (media_type, text) = (file.header("content-type"), file.body.clone());
        let report = bob.import_as("", media_type, text).await.with(200).json();
        assert_eq!(report["imported"], json!(1), "{report}");
        for id in bob.listed(LINKS, "id").await {
            let read = bob.read(&format!("{LINKS}{id}")).await;
            assert_eq!(read["fallback_url"], FALLBACK);
            bob.delete_link(id.as_i64().unwrap()).await;
        }
    }
    let account = ann.read("/api/users/me/export").await;
    assert_eq!(account["links"][0]["fallback_url"], FALLBACK);
}
