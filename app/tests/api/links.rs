//! Links as resources: making, reading and deleting them.

use serde_json::json;

use crate::support::{App, PUBLIC_URL, on_both_databases};

on_both_databases!(
    a_member_makes_a_personal_link,
    a_member_makes_a_global_link,
    an_anonymous_link_is_global_and_nobodys,
    everything_that_is_wrong_with_a_link_is_named,
    a_deleted_link_is_gone,
    a_deleted_personal_code_can_be_taken_again,
);

const LINKS: &str = "/api/links/";
const URL: &str = "https://example.com/a";

async fn a_member_makes_a_personal_link(app: App) {
    let ann = app.member("ann").await;
    let body = json!({
        "url": URL, "slug": "promo", "namespace": "personal",
        "expires_at": "2027-01-01T03:00:00+03:00", "redirect_status": 302,
    });
    let created = app.post(LINKS, &body).bearer(&ann.access).await.with(201);
    let id = created.number("id");
    let expected = json!({
        "id": id, "slug": "promo", "url": URL, "namespace": "personal",
        "share_url": format!("{PUBLIC_URL}/promo?u={}", ann.id),
        "title": null, "tags": [], "state": "live", "deleted_at": null,
        "created_at": "2026-12-01T00:00:00+00:00", "updated_at": "2026-12-01T00:00:00+00:00",
        "revision": 1, "max_clicks": null, "clicks": 0, "human_clicks": 0, "last_click_at": null,
        "expires_at": "2027-01-01T00:00:00+00:00", "redirect_status": 302,
    });
    assert_eq!(created.json(), expected);
    let location = created.header("location").to_owned();
    assert_eq!(location, format!("/api/links/{id}"));
    let read = app.get(&location).bearer(&ann.access).await.with(200);
    assert_eq!(read.json(), expected);
}

async fn a_member_makes_a_global_link(app: App) {
    let ann = app.member("ann").await;
    let body = json!({"url": URL, "slug": "promo", "namespace": "global"});
    let created = app.post(LINKS, &body).bearer(&ann.access).await.with(201);
    assert_eq!(created.text("share_url"), format!("{PUBLIC_URL}/promo"));
    assert_eq!(created.text("namespace"), "global");
    assert!(created.json()["expires_at"].is_null());
    assert_eq!(created.number("redirect_status"), 307);
    app.get("/promo").await.with(307);
    let bob = app.member("bob").await;
    let taken = app.post(LINKS, &body).bearer(&bob.access).await;
    taken.refused(409, "slug-taken");
}

async fn an_anonymous_link_is_global_and_nobodys(app: App) {
    let body = json!({"url": URL, "slug": "promo"});
    let created = app.post(LINKS, &body).await.with(201);
    assert_eq!(created.text("namespace"), "global");
    assert_eq!(created.header("location"), format!("{PUBLIC_URL}/promo"));
    let path = format!("/api/links/{}", created.number("id"));
    app.get(&path).await.refused(401, "token-missing");
    let ann = app.member("ann").await;
    let read = app.get(&path).bearer(&ann.access).await;
    read.refused(404, "not-found");
    let body = json!({"url": URL, "namespace": "personal"});
    let refused = app.post(LINKS, &body).await.refused(422, "invalid");
    assert_eq!(refused.fields(), ["namespace"]);
}

async fn everything_that_is_wrong_with_a_link_is_named(app: App) {
    let ann = app.member("ann").await;
    let body = json!({
        "url": "ftp://example.com", "slug": "a/b", "redirect_status": 303,
        "expires_at": "2020-01-01T00:00:00Z",
    });
    let refused = app.post(LINKS, &body).bearer(&ann.access).await;
    let refused = refused.refused(422, "invalid");
    let expected = ["url", "slug", "redirect_status", "expires_at"];
    assert_eq!(refused.fields(), expected);
    for (field, value) in [
        ("redirect_status", json!(200)),
        ("redirect_status", json!(0)),
        ("slug", json!("")),
        ("slug", json!("a".repeat(65))),
        ("slug", json!("прo")),
    ] {
        let mut body = json!({"url": URL});
        body[field] = value;
        let refused = app.post(LINKS, &body).bearer(&ann.access).await;
        assert_eq!(refused.refused(422, "invalid").fields(), [field]);
    }
    let longest = json!({"url": URL, "slug": "-_".repeat(32)});
    let created = app.post(LINKS, &longest).bearer(&ann.access).await;
    created.with(201);
    for status in [301, 308] {
        let body =
            json!({"url": URL, "redirect_status": status, "expires_at": "2027-01-01T00:00:00Z"});
        let refused = app.post(LINKS, &body).bearer(&ann.access).await;
        let refused = refused.refused(422, "invalid");
        assert_eq!(refused.fields(), ["redirect_status"]);
    }
}

async fn a_deleted_link_is_gone(app: App) {
    let ann = app.member("ann").await;
    for namespace in ["personal", "global"] {
        let body = json!({"url": URL, "slug": "promo", "namespace": namespace});
        let created = app.post(LINKS, &body).bearer(&ann.access).await.with(201);
        let path = format!("/api/links/{}", created.number("id"));
        let share = app.path_of(&created.text("share_url"));
        let deleted = app.delete(&path).bearer(&ann.access).await.with(204);
        assert_eq!(deleted.body, "");
        app.get(&share).await.refused(410, "gone");
        app.head(&share).await.with(410);
        for ask in [
            app.get(&path),
            app.delete(&path),
            app.patch(&path, &json!({})),
        ] {
            ask.bearer(&ann.access).await.refused(404, "not-found");
        }
    }
    let list = app.get(LINKS).bearer(&ann.access).await.with(200);
    assert_eq!(list.json(), json!({"items": [], "next": null}));
}

async fn a_deleted_personal_code_can_be_taken_again(app: App) {
    let ann = app.member("ann").await;
    let body = json!({"url": URL, "slug": "promo"});
    let mut ids = Vec::new();
    for _ in 0..3 {
        let created = app.post(LINKS, &body).bearer(&ann.access).await.with(201);
        let taken = app.post(LINKS, &body).bearer(&ann.access).await;
        taken.refused(409, "slug-taken");
        ids.push(created.number("id"));
        let share = app.path_of(&created.text("share_url"));
        app.get(&share).await.with(307);
        let path = format!("/api/links/{}", ids.last().unwrap());
        app.delete(&path).bearer(&ann.access).await.with(204);
        app.get(&share).await.refused(410, "gone");
    }
    assert!(ids.is_sorted() && ids[0] < ids[1] && ids[1] < ids[2]);
}
