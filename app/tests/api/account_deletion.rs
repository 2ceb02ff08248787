//! Deletion of accounts.

use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{LinkQuery, Store};
use serde_json::json;

use crate::support::{ANN, Answer, App, Member, PASSWORD, URL, at_once, on_both_databases};

on_both_databases!(
    an_account_is_deleted_only_with_its_password,
    a_deleted_account_stops_working_at_once,
    collections_and_details_of_links_are_deleted_too,
    a_deletion_takes_effect_at_once_and_its_rows_are_removed_later,
    old_tokens_are_invalid_for_a_new_account_with_the_same_address,
    a_deletion_concurrent_with_other_work_breaks_nothing,
);

const ME: &str = "/api/users/me/";

async fn delete(member: &Member, password: &str) -> Answer {
    let body = json!({"password": password});
    member.delete(ME).json(&body).await
}

async fn an_account_is_deleted_only_with_its_password((app, ann): (App, Member)) {
    let without = ann.delete(ME).json(&json!({}));
    without.await.misshapen(["password"]);
    ann.delete(ME).await.refused(400, "malformed-json");
    for wrong in ["Wrong-passw0rd", ""] {
        let refused = delete(&ann, wrong).await;
        refused.refused(422, "wrong-password").names(["password"]);
    }
    assert!(app.is_signed_in(&ann).await);
    delete(&ann, PASSWORD).await.with(204);
    assert_eq!(app.count_users().await, 0);
}

async fn a_deleted_account_stops_working_at_once((app, ann): (App, Member)) {
    let bob = app.member("bob").await;
    for (slug, namespace) in [
        ("mine", "personal"),
        ("everyones", "global"),
        ("left", "global"),
    ] {
        let body = json!({"url": URL, "slug": slug, "namespace": namespace});
        let created = ann.post("/api/links/", &body).await;
        let id = created.with(201).number("id");
        if slug == "left" {
            ann.delete_link(id).await;
        }
    }
    let mine = ann.path("mine");
    app.get(&mine).await.with(307);
    let reset_token = app.reset_token(ANN).await;

    delete(&ann, PASSWORD).await.with(204);
    assert!(!app.is_signed_in(&ann).await);
    assert!(app.is_signed_in(&bob).await);
    app.sign_in(ANN, PASSWORD)
        .await
        .refused(401, "invalid-credentials");
    let body = json!({"token": reset_token, "new_password": PASSWORD});
    let reset = app.post("/api/users/password-reset/confirm/", &body).await;
    reset.refused(400, "reset-token-invalid");
    app.get(&mine).await.refused(404, "not-found");
    for slug in ["everyones", "left"] {
        app.get(&format!("/{slug}")).await.refused(410, "gone");
        // Reserved for a former owner who no longer exists.
        let body = json!({"url": URL, "slug": slug, "namespace": "global"});
        let taken = bob.post("/api/links/", &body).await;
        taken.refused(409, "slug-taken");
    }
}

async fn collections_and_details_of_links_are_deleted_too((app, ann): (App, Member)) {
    let body = json!({"url": URL, "slug": "promo", "namespace": "global", "title": "Secret",
        "tags": ["secret"]});
    let link = ann.link_with(&body).await.number("id");
    let collection = ann.collection("Secret").await;
    ann.put_links(collection, &[link]).await.with(200);
    delete(&ann, PASSWORD).await.with(204);
    app.korotko.jobs.sweep().await.unwrap();

    let collections = app.store.repositories().collections;
    let found = collections
        .find_by_id(CollectionId(collection))
        .await
        .unwrap();
    assert_eq!(found, None);
    let found = app.stored_link(link).await;
    let tombstone = found.expect("its code is not free");
    assert_eq!((tombstone.owner, tombstone.title), (None, None));
    assert_eq!(tombstone.tags.as_slice(), []);
    assert_eq!(tombstone.target.as_str(), "");
    app.get("/promo").await.refused(410, "gone");
}

/// A thousand links, half personal and half global.
async fn thousand_links(ann: &Member) {
    for slug in ["a", "b"] {
        let operations: Vec<_> = (0..500)
            .map(|number| {
                let namespace = ["personal", "global"][number % 2];
                let slug = format!("{slug}{number}");
                json!({"op": "create", "link": {"url": URL, "slug": slug, "namespace": namespace}})
            })
            .collect();
        let body = json!({"operations": operations, "atomic": true});
        let batch = ann.post("/api/links/batch", &body);
        assert_eq!(batch.await.with(200).number("failed"), 0);
    }
}

/// Deleting an account is one short transaction, whatever its size; the sweep removes its rows, without a visible difference.
async fn a_deletion_takes_effect_at_once_and_its_rows_are_removed_later((app, ann): (App, Member)) {
    let bob = app.member("bob").await;
    thousand_links(&ann).await;
    let kept = bob.link("kept").await;
    // Cached.
    let personal = ann.path("a0");
    app.get(&personal).await.with(307);
    app.get("/a1").await.with(307);
    delete(&ann, PASSWORD).await.with(204);

    let owner = LinkQuery::for_owner(UserId(ann.id), 9);
    let left = app.store.repositories().links.list(&owner).await.unwrap();
    assert!(!left.is_empty(), "its rows are still there");
    app.register(ANN).await.with(201);
    let mails = app.mails_to(ANN, 2).await;
    app.follow_mail(&mails[1]).await.with(200);
    let again = app.session(ANN, PASSWORD).await;
    assert_ne!(again.id, ann.id);
    for _ in 0..2 {
        app.get(&personal).await.refused(404, "not-found");
        app.get("/a1").await.refused(410, "gone");
        app.get("/b499").await.refused(410, "gone");
        assert!(!app.is_signed_in(&ann).await);
        let body = json!({"url": URL, "slug": "a1", "namespace": "global"});
        let taken = again.post("/api/links/", &body).await;
        taken.refused(409, "slug-taken");
        app.korotko.jobs.sweep().await.unwrap();
        let left = app.store.repositories().links.list(&owner).await.unwrap();
        assert_eq!(left, []);
    }
    let found = app.stored_link(kept).await;
    assert!(found.is_some());
}

async fn old_tokens_are_invalid_for_a_new_account_with_the_same_address(app: App) {
    let old = app.member("ann").await;
    let reset_token = app.reset_token(ANN).await;
    let body = json!({"url": URL, "custom_url": "promo"});
    old.post("/api/url/", &body).await.with(201);
    delete(&old, PASSWORD).await.with(204);

    app.register(ANN).await.with(201);
    let mails = app.mails_to(ANN, 3).await;
    app.follow_mail(&mails[2]).await.with(200);
    let new = app.session(ANN, PASSWORD).await;
    assert_ne!(new.id, old.id, "an id is never given again");
    assert!(!app.is_signed_in(&old).await);
    let body = json!({"token": reset_token, "new_password": PASSWORD});
    let reset = app.post("/api/users/password-reset/confirm/", &body).await;
    reset.refused(400, "reset-token-invalid");
    assert!(app.is_signed_in(&new).await);
    let links = new.get("/api/links/").await.with(200);
    assert_eq!(links.json()["items"], json!([]));
    app.get(&old.path("promo")).await.with(404);
}

/// Every concurrent request is answered as if it came before or after the deletion.
async fn a_deletion_concurrent_with_other_work_breaks_nothing(app: App) {
    for round in 0..4 {
        let member = app.member(&format!("ann{round}")).await;
        let reset = json!({"email": member.email});
        let mut asks = Vec::new();
        for number in 0..8 {
            let namespace = ["personal", "global"][number % 2];
            let body = json!({"url": URL, "namespace": namespace});
            asks.push(member.post("/api/links/", &body));
            asks.push(app.post("/api/users/password-reset/", &reset));
        }
        let body = json!({"password": PASSWORD});
        let deletion = member.delete(ME).json(&body);
        asks.insert(asks.len() / 2, deletion);
        for answer in at_once(asks).await {
            assert!(matches!(answer.status, 201 | 202 | 204 | 401), "{answer:?}");
        }
        assert_eq!(app.stored_user(member.id).await, None);
    }
}
