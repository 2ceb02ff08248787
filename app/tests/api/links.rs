//! Creating, reading and deleting links.

use serde_json::json;

use crate::support::{App, LINKS, Member, PUBLIC_URL, URL, on_both_databases};

on_both_databases!(
    a_member_creates_a_personal_link,
    a_member_creates_a_global_link,
    an_anonymous_link_is_global_and_has_no_owner,
    every_invalid_field_of_a_link_is_reported,
    a_deleted_link_answers_410,
    a_deleted_personal_slug_can_be_reused,
);

async fn a_member_creates_a_personal_link(ann: Member) {
    let body = json!({
        "url": URL, "slug": "promo", "namespace": "personal",
        "expires_at": "2027-01-01T03:00:00+03:00", "redirect_status": 302,
    });
    let created = ann.post(LINKS, &body).await.with(201);
    let id = created.number("id");
    let expected = json!({
        "id": id, "slug": "promo", "url": URL, "namespace": "personal",
        "share_url": format!("{PUBLIC_URL}/promo?u={}", ann.id),
        "title": null, "tags": [], "state": "live", "deleted_at": null,
        "created_at": "2026-12-01T00:00:00+00:00", "updated_at": "2026-12-01T00:00:00+00:00",
        "revision": 1, "max_clicks": null, "fallback_url": null, "clicks": 0, "human_clicks": 0, "imported_clicks": null, "last_click_at": null,
        "expires_at": "2027-01-01T00:00:00+00:00", "redirect_status": 302,
        "query_forwarding": "off", "blocked_at": null, "block_cause": null, "block_reason": null,
    });
    assert_eq!(created.json(), expected);
    let location = created.header("location").to_owned();
    assert_eq!(location, format!("/api/links/{id}"));
    let read = ann.get(&location).await.with(200);
    assert_eq!(read.json(), expected);
}

async fn a_member_creates_a_global_link((app, ann): (App, Member)) {
    let body = json!({"url": URL, "slug": "promo", "namespace": "global"});
    let created = ann.post(LINKS, &body).await.with(201);
    assert_eq!(created.text("share_url"), format!("{PUBLIC_URL}/promo"));
    assert_eq!(created.text("namespace"), "global");
    assert!(created.json()["expires_at"].is_null());
    assert_eq!(created.number("redirect_status"), 307);
    app.get("/promo").await.with(307);
    let bob = app.member("bob").await;
    let taken = bob.post(LINKS, &body).await;
    taken.refused(409, "slug-taken");
}

async fn an_anonymous_link_is_global_and_has_no_owner(app: App) {
    let body = json!({"url": URL, "slug": "promo"});
    let created = app.post(LINKS, &body).await.with(201);
    assert_eq!(created.text("namespace"), "global");
    assert_eq!(created.header("location"), format!("{PUBLIC_URL}/promo"));
    let path = format!("/api/links/{}", created.number("id"));
    app.get(&path).await.refused(401, "token-missing");
    let ann = app.member("ann").await;
    ann.get(&path).await.refused(404, "not-found");
    let body = json!({"url": URL, "namespace": "personal"});
    app.post(LINKS, &body).await.invalid(["namespace"]);
}

async fn every_invalid_field_of_a_link_is_reported(ann: Member) {
    let body = json!({
        "url": "ftp://example.com", "slug": "a/b", "redirect_status": 303,
        "expires_at": "2020-01-01T00:00:00Z",
    });
    let expected = ["url", "slug", "redirect_status", "expires_at"];
    ann.post(LINKS, &body).await.invalid(expected);
    for (field, value) in [
        ("redirect_status", json!(200)),
        ("redirect_status", json!(0)),
        ("slug", json!("")),
        ("slug", json!("a".repeat(65))),
        ("slug", json!("прo")),
    ] {
        let mut body = json!({"url": URL});
        body[field] = value;
        ann.post(LINKS, &body).await.invalid([field]);
    }
    let longest = json!({"url": URL, "slug": "-_".repeat(32)});
    ann.post(LINKS, &longest).await.with(201);
    for status in [301, 308] {
        let body =
            json!({"url": URL, "redirect_status": status, "expires_at": "2027-01-01T00:00:00Z"});
        ann.post(LINKS, &body).await.invalid(["redirect_status"]);
    }
}

async fn a_deleted_link_answers_410((app, ann): (App, Member)) {
    for namespace in ["personal", "global"] {
        let body = json!({"url": URL, "slug": "promo", "namespace": namespace});
        let created = ann.post(LINKS, &body).await.with(201);
        let path = format!("/api/links/{}", created.number("id"));
        let share = app.path_of(&created.text("share_url"));
        let deleted = ann.delete(&path).await.with(204);
        assert_eq!(deleted.body, "");
        app.get(&share).await.refused(410, "gone");
        app.head(&share).await.with(410);
        for ask in [
            ann.get(&path),
            ann.delete(&path),
            ann.patch(&path, &json!({})),
        ] {
            ask.await.refused(404, "not-found");
        }
    }
    let list = ann.get(LINKS).await.with(200);
    assert_eq!(list.json(), json!({"items": [], "next": null}));
}

async fn a_deleted_personal_slug_can_be_reused((app, ann): (App, Member)) {
    let body = json!({"url": URL, "slug": "promo"});
    let mut ids = Vec::new();
    for _ in 0..3 {
        let created = ann.post(LINKS, &body).await.with(201);
        let taken = ann.post(LINKS, &body).await;
        taken.refused(409, "slug-taken");
        ids.push(created.number("id"));
        let share = app.path_of(&created.text("share_url"));
        app.get(&share).await.with(307);
        ann.delete_link(created.number("id")).await;
        app.get(&share).await.refused(410, "gone");
    }
    assert!(ids.is_sorted() && ids[0] < ids[1] && ids[1] < ids[2]);
}
