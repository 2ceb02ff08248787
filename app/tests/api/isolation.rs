//! Resources of other users are indistinguishable from missing ones.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, Ask, Member, on_both_databases};

on_both_databases!(
    every_operation_on_anothers_link_or_collection_is_not_found,
    batches_and_collections_do_not_accept_links_of_others,
    reports_and_schedules_do_not_accept_ids_of_others,
    slugs_and_names_of_others_stay_theirs,
    an_owner_or_foreign_namespace_in_a_body_is_refused,
);

/// All operations on a link and a collection with these ids.
fn requests(app: &App, link: i64, collection: i64) -> Vec<Ask> {
    let body = json!({"links": [link]});
    let [link, collection] = [
        format!("/api/links/{link}"),
        format!("/api/collections/{collection}"),
    ];
    let id = link.rsplit('/').next().unwrap();
    let member = format!("{collection}/links/{id}");
    let empty = json!({});
    let mut all = vec![
        app.get(&link),
        app.patch(&link, &empty),
        app.patch(&link, &json!({"slug": "api", "title": "\t"})),
        app.delete(&link),
        app.delete(&link).header("If-Match", "\"1\""),
        app.post(&format!("{link}/restore"), &empty),
        app.get(&format!("{link}/qr")),
        app.get(&collection),
        app.patch(&collection, &empty),
        app.patch(&collection, &json!({"name": ""})),
        app.delete(&collection),
        app.delete(&format!("{collection}?links=delete")),
        app.get(&format!("{collection}/links")),
        app.post(&format!("{collection}/links"), &body),
        app.ask(Method::PUT, &member),
        app.delete(&member),
        app.get(&format!(
            "/api/links/?collection={}",
            &collection["/api/collections/".len()..]
        )),
    ];
    all.extend(about_statistics(app, [&link, &collection]));
    all
}

/// All operations on the statistics of the resources at these paths.
fn about_statistics(app: &App, paths: [&str; 2]) -> Vec<Ask> {
    let on = |path: &str| {
        let share = format!("{path}/share");
        [
            app.get(&format!("{path}/stats")),
            app.post(&share, &json!({})),
            app.delete(&share),
        ]
    };
    paths.into_iter().flat_map(on).collect()
}

async fn every_operation_on_anothers_link_or_collection_is_not_found(app: App) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let link = ann.link("mine").await;
    let collection = ann.collection("mine").await;
    ann.put_links(collection, &[link]).await.with(200);
    let deleted = ann.link("gone").await;
    let path = format!("/api/links/{deleted}");
    ann.delete(&path).await.with(204);

    let mut bodies = Vec::new();
    for (link, collection) in [
        (link, collection),
        (deleted, collection),
        (999_999, 999_999),
        (0, -1),
    ] {
        for ask in requests(&app, link, collection) {
            let refused = bob.asks(ask).await.with(404);
            let mut body = refused.json();
            // The kind of resource may be named, but not whether it exists.
            body["detail"] = Value::Null;
            bodies.push((refused.asked, body));
        }
    }
    let same = bodies.iter().all(|(_, body)| *body == bodies[0].1);
    assert!(same, "{bodies:?}");
    same_bodies(&app, &bob, [(link, collection), (999_999, 999_998)]).await;

    let kept = format!("/api/collections/{collection}/links");
    assert_eq!(ann.slugs(&kept).await, ["mine"]);
}

/// Every operation returns the same body for ids of others and for missing ids.
async fn same_bodies(app: &App, stranger: &Member, ids: [(i64, i64); 2]) {
    let [theirs, nobodys] = ids.map(|(link, collection)| requests(app, link, collection));
    for (one, other) in theirs.into_iter().zip(nobodys) {
        let (one, other) = (stranger.asks(one).await, stranger.asks(other).await);
        assert_eq!(one.body, other.body, "{}", one.asked);
    }
}

async fn batches_and_collections_do_not_accept_links_of_others((ann, bob): (Member, Member)) {
    let link = ann.link("mine").await;
    let collection = bob.collection("his").await;
    let mut seen = Vec::new();
    for id in [link, 999_999] {
        let operations = json!([
            {"op": "update", "id": id, "changes": {"slug": "his"}},
            {"op": "delete", "id": id},
        ]);
        let body = json!({"operations": operations});
        let batch = bob.post("/api/links/batch", &body).await;
        let results = batch.with(200).json()["results"].clone();
        let mut each = results.as_array().unwrap().iter();
        assert!(each.all(|result| result["status"] == 404), "{results}");
        let added = bob
            .put_links(collection, &[id])
            .await
            .refused(422, "invalid");
        let added = added.body.replace(&id.to_string(), "ID");
        let listed = bob.get(&format!("/api/collections/?link={id}")).await;
        seen.push((results, added, listed.with(200).body));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(ann.slugs("/api/links/").await, ["mine"]);
}

async fn reports_and_schedules_do_not_accept_ids_of_others((ann, bob): (Member, Member)) {
    let link = ann.link("mine").await;
    let collection = ann.collection("mine").await;
    let schedule = json!({"frequency": "daily", "hour": 1});
    for (path, body) in [
        ("/api/reports/", json!({})),
        ("/api/reports/schedules/", schedule),
    ] {
        for (scope, id) in [("link", link), ("collection", collection)] {
            let field = format!("{scope}_id");
            let mut refusals = Vec::new();
            for id in [id, 999_999] {
                let mut body = body.clone();
                body["scope"] = json!(scope);
                body[&field] = json!(id);
                let refused = bob.post(path, &body).await.invalid([&field]);
                refusals.push(refused.body);
            }
            assert_eq!(refusals[0], refusals[1], "{path} {scope}");
        }
        assert!(bob.listed(path, "id").await.is_empty());
    }
}

async fn slugs_and_names_of_others_stay_theirs((ann, bob): (Member, Member)) {
    let link = json!({"url": "https://example.com/a", "slug": "mine", "tags": ["mine"]});
    let link = ann.link_with(&link).await.number("id");
    let collection = ann.collection("mine").await;
    ann.put_links(collection, &[link]).await.with(200);
    let path = format!("/api/links/{link}");
    let before = ann.read(&path).await;

    bob.link("mine").await;
    let file = "url,slug,tags,collections\nhttps://example.com/b,his,mine,mine\n";
    let imported = bob.import("", file).await.with(200);
    assert_eq!(imported.number("imported"), 1);
    // Bob has a collection with the same name, which has only his link.
    let collections = bob.listed("/api/collections/", "id").await;
    let [his] = collections.as_slice() else {
        panic!("{collections:?}")
    };
    assert_ne!(*his, json!(collection));
    let his = bob.slugs(&format!("/api/collections/{his}/links")).await;
    assert_eq!(his, ["his"]);
    let hers = format!("/api/collections/{collection}/links");
    for path in ["/api/links/", "/api/links/?tag=mine", &hers] {
        assert_eq!(ann.slugs(path).await, ["mine"], "{path}");
    }
    assert_eq!(ann.read(&path).await, before);
    assert_eq!(bob.slugs("/api/links/?tag=mine").await, ["his"]);
}

async fn an_owner_or_foreign_namespace_in_a_body_is_refused(app: App) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let link = bob.link("his").await;
    let path = format!("/api/links/{link}");
    for (field, value) in [
        ("owner_id", json!(ann.id)),
        ("owner", json!(ann.id)),
        ("revision", json!(9)),
    ] {
        let mut body = json!({"url": "https://example.com/x"});
        body[field] = value.clone();
        for ask in [bob.post("/api/links/", &body), bob.patch(&path, &body)] {
            ask.await.with(400).names([field]);
        }
        let operations = json!([{"op": "create", "link": body}]);
        let batch = bob.post("/api/links/batch", &json!({"operations": operations}));
        let named = format!("operations[0].link.{field}");
        batch.await.with(400).names([named]);
    }
    for namespace in [
        json!(ann.id),
        json!(format!("{}", ann.id)),
        json!({"personal": ann.id}),
    ] {
        let body = json!({"url": "https://example.com/x", "namespace": namespace});
        let refused = bob.post("/api/links/", &body).await;
        refused.with(400).names(["namespace"]);
    }
    let moved = bob.patch(&path, &json!({"namespace": "global"})).await;
    moved.with(400).names(["namespace"]);
    assert_eq!(ann.slugs("/api/links/").await, [""; 0]);
}
