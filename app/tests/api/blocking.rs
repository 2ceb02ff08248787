//! Links that are blocked: by an administrator, with a reason, until they are unblocked.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, App, LINKS, Member, Setup, URL, on_both_databases};

on_both_databases!(
    a_blocked_link_answers_410_until_it_is_unblocked,
    a_link_blocked_for_legal_reasons_answers_451_and_says_why,
    an_owner_sees_why_a_link_is_blocked_and_cannot_lift_it,
    an_owner_cannot_free_the_slug_of_a_blocked_link,
    a_link_in_the_trash_is_blocked_and_restored_blocked,
    an_invalid_block_is_refused,
    blocks_are_recorded,
    another_node_blocks_a_link,
);

const REASON: &str = "Phishing, reported by the bank";

fn path(link: i64) -> String {
    format!("/api/admin/links/{link}")
}

async fn block(root: &Member, link: i64, body: &Value) -> Answer {
    root.post(&format!("{}/block", path(link)), body).await
}

async fn unblock(root: &Member, link: i64) -> Answer {
    let path = format!("{}/unblock", path(link));
    root.ask(Method::POST, &path).await
}

async fn a_blocked_link_answers_410_until_it_is_unblocked((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let free = json!({"url": URL, "slug": "free"});
    let free = app.post(LINKS, &free).await.with(201).number("id");
    let over = json!({"url": URL, "slug": "promo", "max_clicks": 1, "fallback_url": "https://example.com/f"});
    let mine = ann.link_with(&over).await.number("id");
    for (link, short) in [(free, "/free".to_owned()), (mine, ann.path("promo"))] {
        app.get(&short).await.with(307);
        for reason in [REASON, "another"] {
            let blocked = block(&root, link, &json!({"reason": reason}))
                .await
                .with(200);
            assert_eq!(blocked.text("state"), "blocked");
            assert_eq!(blocked.json()["block_cause"], "operator");
            assert_eq!(blocked.json()["block_reason"], reason);
        }
        for short in [short.clone(), format!("/api/url{short}")] {
            app.get(&short).await.refused(410, "link-blocked");
            app.head(&short).await.with(410);
        }
        for _ in 0..2 {
            let unblocked = unblock(&root, link).await.with(200);
            assert!(unblocked.json()["block_cause"].is_null());
            app.get(&short).await.with(307);
        }
    }
}

async fn a_link_blocked_for_legal_reasons_answers_451_and_says_why((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    let demand = "Order 12/2026 of the court of Oz";
    let body = json!({"reason": demand, "legal": true});
    let blocked = block(&root, link, &body).await.with(200);
    assert_eq!(blocked.json()["block_cause"], "legal");
    let short = ann.path("promo");
    for short in [short.clone(), format!("/api/url{short}")] {
        let refused = app.get(&short).await.with(451);
        assert_eq!(refused.header("link"), r#"</>; rel="blocked-by""#);
        assert_eq!(refused.header("cache-control"), "no-store");
        assert!(refused.text("detail").ends_with(demand), "{}", refused.body);
        refused.refused(451, "legal-reasons");
        app.head(&short).await.with(451);
    }
    // No longer as a legal demand requires.
    block(&root, link, &json!({"reason": REASON}))
        .await
        .with(200);
    let refused = app.get(&short).await;
    assert!(!refused.body.contains("bank"), "{}", refused.body);
    refused.refused(410, "link-blocked");
}

async fn an_owner_sees_why_a_link_is_blocked_and_cannot_lift_it((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    ann.link("other").await;
    block(&root, link, &json!({"reason": REASON}))
        .await
        .with(200);
    let shown = ann.read(&format!("{LINKS}{link}")).await;
    assert_eq!(
        (&shown["state"], &shown["block_reason"]),
        (&json!("blocked"), &json!(REASON))
    );
    assert_eq!(
        ann.slugs(&format!("{LINKS}?state=blocked")).await,
        ["promo"]
    );
    assert_eq!(ann.slugs(&format!("{LINKS}?state=live")).await, ["other"]);
    let edit = json!({"url": "https://example.com/harmless", "title": "Harmless"});
    let edited = ann.patch(&format!("{LINKS}{link}"), &edit).await.with(200);
    assert_eq!(edited.text("state"), "blocked");
    app.get(&ann.path("promo"))
        .await
        .refused(410, "link-blocked");
}

/// Otherwise the short URL that people have would lead to a new link of its owner.
async fn an_owner_cannot_free_the_slug_of_a_blocked_link((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    let path = format!("{LINKS}{link}");
    for legal in [true, false] {
        let body = json!({"reason": REASON, "legal": legal});
        block(&root, link, &body).await.with(200);
        let rename = json!({"slug": "other"});
        let refused = ann.patch(&path, &rename).await;
        refused.refused(409, "blocked-by-operator");
        let refused = ann.delete(&path).await;
        refused.refused(409, "blocked-by-operator");
        let operations = json!([
            {"op": "update", "id": link, "changes": rename},
            {"op": "delete", "id": link},
        ]);
        let batch = ann.batch(&operations).await;
        for result in batch["results"].as_array().unwrap() {
            assert_eq!(result["problem"]["code"], "blocked-by-operator");
        }
        assert_eq!(batch["results"].as_array().unwrap().len(), 2);
    }
    unblock(&root, link).await.with(200);
    ann.delete_link(link).await;
}

async fn a_link_in_the_trash_is_blocked_and_restored_blocked((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    ann.delete_link(link).await;
    let blocked = block(&root, link, &json!({"reason": REASON}))
        .await
        .with(200);
    assert_eq!(blocked.text("state"), "deleted");
    let restore = format!("{LINKS}{link}/restore");
    let restored = ann.ask(Method::POST, &restore).await.with(200);
    assert_eq!(restored.text("state"), "blocked");
    app.get(&ann.path("promo"))
        .await
        .refused(410, "link-blocked");
}

async fn an_invalid_block_is_refused((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    for reason in ["", " ", "a\nb", &"a".repeat(501)] {
        let refused = block(&root, link, &json!({"reason": reason})).await;
        refused.invalid(["reason"]);
    }
    let refused = block(&root, link, &json!({"legal": true})).await;
    refused.refused(400, "invalid-body");
    let reason = json!({"reason": REASON});
    block(&root, 999_999, &reason)
        .await
        .refused(404, "not-found");
    unblock(&root, 999_999).await.refused(404, "not-found");
    block(&ann, link, &reason)
        .await
        .refused(403, "administrator-required");
    app.get(&ann.path("promo")).await.with(307);
}

async fn blocks_are_recorded((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    let body = json!({"reason": REASON, "legal": true});
    for _ in 0..2 {
        block(&root, link, &body).await.with(200);
    }
    for _ in 0..2 {
        unblock(&root, link).await.with(200);
    }
    let log = root.read("/api/admin/audit-log/?limit=2").await;
    let entries = log["items"].as_array().unwrap();
    let actions = entries.iter().map(|entry| &entry["action"]);
    assert_eq!(actions.collect::<Vec<_>>(), ["link.unblock", "link.block"]);
    let of = format!("{}/promo?u={id} of user {id}", app.public_url, id = ann.id);
    let details = format!("{of}: {REASON} (legal)");
    assert_eq!(
        (&entries[1]["details"], &entries[1]["subject_id"]),
        (&json!(details), &json!(link))
    );
    assert_eq!(entries[0]["details"], of);
}

async fn another_node_blocks_a_link(setup: Setup) {
    let (one, two) = (setup.start().await, setup.start().await);
    let ann = one.member("ann").await;
    let root = one.administrator("root").await;
    let link = ann.link("promo").await;
    let short = ann.path("promo");
    one.get(&short).await.with(307);
    two.get(&short).await.with(307);
    block(&root, link, &json!({"reason": REASON}))
        .await
        .with(200);
    one.get(&short).await.refused(410, "link-blocked");
    // The clock of the test decides how long what is cached may be used without news.
    one.advance(chrono::TimeDelta::seconds(2));
    two.get(&short).await.refused(410, "link-blocked");
}
