//! Links belong to their owners.

use serde_json::json;

use crate::support::{App, LINKS, Member, URL, on_both_databases};

on_both_databases!(
    a_link_of_another_user_is_not_found,
    two_members_can_have_the_same_slug,
    namespaces_do_not_fall_back_to_each_other,
    an_invalid_id_is_refused,
);

async fn a_link_of_another_user_is_not_found((app, ann, bob): (App, Member, Member)) {
    let mut ids = vec![0, -1, 999_999, i64::MAX];
    for (namespace, deleted) in [("personal", false), ("global", false), ("global", true)] {
        let body = json!({"url": URL, "namespace": namespace});
        let created = ann.post(LINKS, &body).await.with(201);
        let id = created.number("id");
        if deleted {
            ann.delete_link(id).await;
        }
        ids.push(id);
    }
    let anonymous = app.post(LINKS, &json!({"url": URL})).await.with(201);
    ids.push(anonymous.number("id"));
    let good = json!({"url": URL});
    let bad = json!({"url": "nowhere", "slug": "api"});
    let mut bodies = Vec::new();
    for id in ids {
        let path = format!("/api/links/{id}");
        for ask in [
            bob.get(&path),
            bob.patch(&path, &good),
            bob.patch(&path, &bad),
            bob.delete(&path),
        ] {
            let refused = ask.await;
            bodies.push(refused.refused(404, "not-found").body);
        }
        bob.head(&path).await.with(404);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let kept = ann.get(LINKS).await.with(200);
    assert_eq!(kept.json()["items"].as_array().unwrap().len(), 2);
}

async fn two_members_can_have_the_same_slug(app: App) {
    for name in ["ann", "bob"] {
        let member = app.member(name).await;
        let body = json!({"url": format!("https://example.com/{name}"), "slug": "promo"});
        member.post(LINKS, &body).await.with(201);
    }
    let anonymous = json!({"url": URL, "custom_url": "promo"});
    app.post("/api/url/", &anonymous).await.with(201);
    for (query, target) in [
        ("?u=1", "https://example.com/ann"),
        ("?u=2", "https://example.com/bob"),
        ("", URL),
    ] {
        let followed = app.get(&format!("/promo{query}")).await.with(307);
        assert_eq!(followed.header("location"), target, "{query}");
    }
}

async fn namespaces_do_not_fall_back_to_each_other((app, ann, bob): (App, Member, Member)) {
    for (slug, namespace) in [("mine", "personal"), ("ours", "global")] {
        let body = json!({"url": URL, "slug": slug, "namespace": namespace});
        ann.post(LINKS, &body).await.with(201);
    }
    for (path, status) in [
        ("/mine".to_owned(), 404),
        (ann.path("mine"), 307),
        (bob.path("mine"), 404),
        ("/mine?u=999999".to_owned(), 404),
        ("/ours".to_owned(), 307),
        (ann.path("ours"), 404),
        (bob.path("ours"), 404),
        ("/MINE".to_owned(), 404),
        ("/Ours".to_owned(), 404),
    ] {
        app.get(&path).await.with(status);
        app.get(&format!("/api/url{path}")).await.with(status);
        // The token of the client does not matter.
        ann.get(&path).await.with(status);
    }
}

async fn an_invalid_id_is_refused(ann: Member) {
    for id in ["abc", "1.5", "9223372036854775808", "%00", "1%20"] {
        let path = format!("/api/links/{id}");
        ann.get(&path).await.bad_parameter(["id"]);
    }
}
