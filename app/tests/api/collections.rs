//! Collections.

use serde_json::json;

use crate::support::{Member, on_both_databases};

on_both_databases!(
    a_collection_is_created_read_updated_and_deleted,
    collection_names_are_unique_ignoring_case,
    an_invalid_collection_name_is_refused,
    collections_are_listed_in_pages,
    an_invalid_collection_request_is_refused_by_field,
);

const COLLECTIONS: &str = "/api/collections/";

async fn a_collection_is_created_read_updated_and_deleted(ann: Member) {
    let body = json!({"name": " Весна 2027 ", "description": "One\ntwo"});
    let created = ann.post(COLLECTIONS, &body).await.with(201);
    let path = format!("/api/collections/{}", created.number("id"));
    assert_eq!(created.header("location"), path);
    assert_eq!(created.text("name"), "Весна 2027");
    assert_eq!(created.number("links"), 0);
    let read = ann.get(&path).await.with(200);
    assert_eq!(read.json(), created.json());
    assert_eq!(read.header("etag"), created.header("etag"));

    let edit = json!({"name": "Осень"});
    let edited = ann.patch(&path, &edit).await.with(200);
    assert_eq!(edited.text("name"), "Осень");
    assert_eq!(edited.text("description"), "One\ntwo");
    assert_ne!(edited.header("etag"), created.header("etag"));
    let edit = json!({"description": null});
    let edited = ann.patch(&path, &edit).await.with(200);
    assert!(edited.json()["description"].is_null());
    let refused = ann.patch(&path, &json!({"name": null})).await;
    refused.with(400).names(["name"]);

    ann.delete(&path).await.with(204);
    ann.get(&path).await.refused(404, "not-found");
    ann.delete(&path).await.refused(404, "not-found");
}

async fn collection_names_are_unique_ignoring_case((ann, bob): (Member, Member)) {
    for (name, again) in [
        ("Весна", "ВЕСНА"),
        ("Straße", "strasse"),
        ("Cafe\u{301}", "CAF\u{c9}"),
        ("plain", "Plain "),
    ] {
        let id = ann.collection(name).await;
        let taken = ann.post(COLLECTIONS, &json!({"name": again})).await;
        taken.refused(409, "name-taken");
        // Changing only the case of its own name is allowed.
        let path = format!("/api/collections/{id}");
        let edit = json!({"name": again});
        ann.patch(&path, &edit).await.with(200);
    }
    let other = ann.collection("other").await;
    let path = format!("/api/collections/{other}");
    let taken = ann.patch(&path, &json!({"name": "весна"})).await;
    taken.refused(409, "name-taken");
    // Names are unique per user.
    bob.collection("plain").await;
    assert_eq!(bob.listed(COLLECTIONS, "name").await, ["plain"]);
    assert_eq!(ann.listed(COLLECTIONS, "name").await.len(), 5);
}

async fn an_invalid_collection_name_is_refused(ann: Member) {
    let collection = ann.collection("good").await;
    let path = format!("/api/collections/{collection}");
    let long = "ё".repeat(101);
    for name in ["", "  ", "a\tb", "a\u{0}b", "a\u{85}b", &long] {
        let body = json!({"name": name, "description": "x".repeat(1_001)});
        for ask in [ann.post(COLLECTIONS, &body), ann.patch(&path, &body)] {
            ask.await.invalid(["name", "description"]);
        }
    }
    ann.collection(&"ё".repeat(100)).await;
    ann.collection("=SUM(A1)").await;
}

async fn collections_are_listed_in_pages(ann: Member) {
    let mut ids = Vec::new();
    for number in 0..7 {
        ids.push(ann.collection(&format!("collection {number}")).await);
    }
    ids.reverse();
    let listed = ann.listed("/api/collections/?limit=3", "id").await;
    assert_eq!(listed, ids);

    let link = ann.link("promo").await;
    ann.put_links(ids[2], &[link]).await.with(200);
    let with_it = format!("/api/collections/?link={link}");
    assert_eq!(ann.listed(&with_it, "id").await, [json!(ids[2])]);
    for query in ["limit=0", "limit=101", "after=x", "link=x"] {
        let refused = ann.get(&format!("{COLLECTIONS}?{query}")).await;
        refused.refused(400, "invalid-parameter");
    }
}

async fn an_invalid_collection_request_is_refused_by_field((ann, bob): (Member, Member)) {
    let collection = ann.collection("good").await;
    let path = format!("/api/collections/{collection}");
    for (field, value) in [
        ("owner_id", json!(bob.id)),
        ("id", json!(collection)),
        ("links", json!(9)),
        ("created_at", json!("2026-01-01T00:00:00Z")),
    ] {
        let mut body = json!({"name": "new"});
        body[field] = value;
        for ask in [ann.post(COLLECTIONS, &body), ann.patch(&path, &body)] {
            ask.await.with(400).names([field]);
        }
    }
    assert_eq!(ann.listed(COLLECTIONS, "name").await, ["good"]);
    assert_eq!(bob.listed(COLLECTIONS, "name").await, [""; 0]);
}
