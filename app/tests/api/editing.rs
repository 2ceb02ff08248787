//! Updating a link.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, App, LINKS, Member, URL, on_both_databases};

on_both_databases!(
    absent_fields_are_unchanged,
    the_slug_of_a_link_can_be_changed,
    expires_at_can_be_set_and_removed,
    a_permanent_redirect_cannot_expire,
    an_expired_link_can_be_made_live_again,
    an_invalid_edit_is_refused_by_field_and_changes_nothing,
    read_only_fields_are_refused_by_name,
);

const END: &str = "2026-12-02T00:00:00+00:00";

async fn link(owner: &Member, body: Value) -> Answer {
    let created = owner.post(LINKS, &body).await;
    created.with(201)
}

async fn edit(owner: &Member, link: &Answer, edit: Value) -> Answer {
    let path = format!("/api/links/{}", link.number("id"));
    owner.patch(&path, &edit).await
}

async fn absent_fields_are_unchanged((app, ann): (App, Member)) {
    let body = json!({"url": URL, "slug": "promo", "expires_at": END, "redirect_status": 302});
    let created = link(&ann, body).await;
    app.advance(TimeDelta::minutes(1));
    let mut expected = created.json();
    let same = edit(&ann, &created, json!({})).await.with(200);
    assert_eq!(same.json(), expected);
    expected["updated_at"] = json!("2026-12-01T00:01:00+00:00");
    for (revision, field, value) in [
        (2, "url", json!("https://example.com/b")),
        (3, "redirect_status", json!(307)),
        (4, "expires_at", json!("2027-01-01T00:00:00+00:00")),
    ] {
        expected["revision"] = json!(revision);
        let mut change = json!({});
        change[field] = value.clone();
        expected[field] = value;
        let edited = edit(&ann, &created, change).await.with(200);
        assert_eq!(edited.json(), expected);
    }
    let followed = app.get(&ann.path("promo")).await.with(307);
    assert_eq!(followed.header("location"), "https://example.com/b");
}

async fn the_slug_of_a_link_can_be_changed((app, ann): (App, Member)) {
    for namespace in ["personal", "global"] {
        let body = json!({"url": URL, "slug": "old", "namespace": namespace});
        let created = link(&ann, body.clone()).await;
        let edited = edit(&ann, &created, json!({"slug": "fresh"})).await;
        let edited = edited.with(200);
        let old = app.path_of(&created.text("share_url"));
        let new = app.path_of(&edited.text("share_url"));
        app.get(&old).await.refused(404, "not-found");
        app.get(&new).await.with(307);
        // The old slug is free at once, and the new one is taken.
        let other = link(&ann, body).await;
        let taken = edit(&ann, &other, json!({"slug": "fresh"})).await;
        taken.refused(409, "slug-taken");
        app.get(&old).await.with(307);
        // Keeping its own slug is allowed.
        let same = edit(&ann, &other, json!({"slug": "old"})).await;
        same.with(200);
    }
}

async fn expires_at_can_be_set_and_removed((app, ann): (App, Member)) {
    let created = link(&ann, json!({"url": URL})).await;
    let changed = edit(&ann, &created, json!({"expires_at": END})).await;
    assert_eq!(changed.with(200).text("expires_at"), END);
    let removed = edit(&ann, &created, json!({"expires_at": null})).await;
    assert!(removed.with(200).json()["expires_at"].is_null());
    app.advance(TimeDelta::days(2));
    let share = app.path_of(&created.text("share_url"));
    app.get(&share).await.with(307);
}

async fn a_permanent_redirect_cannot_expire(ann: Member) {
    let ends = link(&ann, json!({"url": URL, "expires_at": END})).await;
    let permanent = link(&ann, json!({"url": URL, "redirect_status": 301})).await;
    for (link, change) in [
        (&ends, json!({"redirect_status": 308})),
        (&permanent, json!({"expires_at": END})),
        (
            &permanent,
            json!({"expires_at": END, "redirect_status": 308}),
        ),
    ] {
        let refused = edit(&ann, link, change).await;
        refused.invalid(["redirect_status"]);
    }
    // Changing both in one request is allowed.
    let change = json!({"expires_at": null, "redirect_status": 308});
    edit(&ann, &ends, change).await.with(200);
    let change = json!({"expires_at": END, "redirect_status": 307});
    edit(&ann, &permanent, change).await.with(200);
}

async fn an_expired_link_can_be_made_live_again((app, ann): (App, Member)) {
    let body = json!({"url": URL, "expires_at": "2026-12-01T00:30:00Z"});
    let created = link(&ann, body).await;
    app.advance(TimeDelta::minutes(30));
    let share = app.path_of(&created.text("share_url"));
    app.get(&share).await.refused(410, "gone");
    let change = json!({"url": "https://example.com/b"});
    edit(&ann, &created, change).await.with(200);
    app.get(&share).await.refused(410, "gone");
    let change = json!({"expires_at": END});
    edit(&ann, &created, change).await.with(200);
    app.get(&share).await.with(307);
}

async fn an_invalid_edit_is_refused_by_field_and_changes_nothing(ann: Member) {
    let created = link(&ann, json!({"url": URL, "slug": "promo"})).await;
    let change = json!({
        "url": "javascript:alert(1)", "slug": "api", "redirect_status": 200,
        "expires_at": "2020-01-01T00:00:00Z",
    });
    let expected = ["url", "slug", "redirect_status", "expires_at"];
    edit(&ann, &created, change).await.invalid(expected);
    let change = json!({"url": "https://example.com/b", "slug": "a b"});
    edit(&ann, &created, change).await.with(422);
    let path = format!("/api/links/{}", created.number("id"));
    let read = ann.get(&path).await.with(200);
    assert_eq!(read.json(), created.json());
}

async fn read_only_fields_are_refused_by_name(ann: Member) {
    let created = link(&ann, json!({"url": URL})).await;
    let fixed = ["namespace", "id", "created_at", "share_url", "owner", "ur"];
    let fixed = fixed.map(|field| (field, json!("global")));
    // Required fields are not nullable.
    let nulls = ["url", "slug", "redirect_status"].map(|field| (field, Value::Null));
    for (field, value) in fixed.into_iter().chain(nulls) {
        let mut change = json!({});
        change[field] = value;
        edit(&ann, &created, change).await.misshapen([field]);
    }
}
