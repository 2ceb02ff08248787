//! Links in collections.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{App, Member, Setup, at_once, on_both_databases};

on_both_databases!(
    a_link_can_be_in_several_collections,
    links_are_added_all_or_none,
    a_link_added_concurrently_is_added_once,
    a_restored_link_is_in_its_collections_and_deleting_a_collection_keeps_links,
    a_collection_can_be_deleted_with_its_links,
    a_full_collection_refuses_links,
    the_collection_limit_is_enforced,
);

async fn a_link_can_be_in_several_collections(ann: Member) {
    let (link, other) = (ann.link("a").await, ann.link("b").await);
    let collections = [ann.collection("one").await, ann.collection("two").await];
    for collection in collections {
        let path = format!("/api/collections/{collection}/links/{link}");
        for _ in 0..2 {
            ann.put(&path).await.with(204);
        }
        let inside = format!("/api/collections/{collection}/links");
        assert_eq!(ann.slugs(&inside).await, ["a"]);
        let filtered = format!("/api/links/?collection={collection}");
        assert_eq!(ann.slugs(&filtered).await, ["a"]);
        let read = ann.get(&format!("/api/collections/{collection}")).await;
        assert_eq!(read.number("links"), 1);
    }
    let path = format!("/api/collections/{}/links", collections[0]);
    for taken_out in [link, link, other] {
        let path = format!("{path}/{taken_out}");
        ann.delete(&path).await.with(204);
    }
    assert_eq!(ann.slugs(&path).await, [""; 0]);
    assert_eq!(ann.slugs("/api/links/").await, ["b", "a"]);
}

async fn links_are_added_all_or_none(ann: Member) {
    let collection = ann.collection("one").await;
    let mut links = Vec::new();
    for slug in ["a", "b", "d"] {
        links.push(ann.link(slug).await);
    }
    let first = ann.put_links(collection, &links[..1]).await.with(200);
    assert_eq!(first.json(), json!({"added": 1, "already_present": 0}));
    let unknown = [links[1], 999_999];
    ann.put_links(collection, &unknown).await.invalid(["links"]);
    let again = [links[2], links[0], links[1], links[2]];
    let added = ann.put_links(collection, &again).await.with(200);
    assert_eq!(added.json(), json!({"added": 2, "already_present": 1}));
    for links in [vec![], vec![1; 1_001]] {
        ann.put_links(collection, &links).await.invalid(["links"]);
    }
    let inside = format!("/api/collections/{collection}/links?limit=2&sort=slug");
    assert_eq!(ann.slugs(&inside).await, ["a", "b", "d"]);
}

async fn a_link_added_concurrently_is_added_once(ann: Member) {
    let (collection, link) = (ann.collection("one").await, ann.link("a").await);
    let one = [link];
    let asks = (0..100).map(|_| ann.put_links(collection, &one));
    let added = join_all(asks).await.into_iter();
    let added = added.map(|answer| answer.with(200).number("added"));
    assert_eq!(added.sum::<i64>(), 1);
    let read = ann.get(&format!("/api/collections/{collection}")).await;
    assert_eq!(read.number("links"), 1);
}

async fn a_restored_link_is_in_its_collections_and_deleting_a_collection_keeps_links(ann: Member) {
    let (collection, link) = (ann.collection("one").await, ann.link("a").await);
    ann.put_links(collection, &[link]).await.with(200);
    ann.delete_link(link).await;
    let inside = format!("/api/collections/{collection}/links");
    assert_eq!(ann.slugs(&inside).await, [""; 0]);
    let read = ann.get(&format!("/api/collections/{collection}")).await;
    assert_eq!(read.number("links"), 0);
    let member = format!("{inside}/{link}");
    ann.put(&member).await.refused(404, "not-found");
    ann.restore(link).await.with(200);
    assert_eq!(ann.slugs(&inside).await, ["a"]);

    let path = format!("/api/collections/{collection}");
    let refused = ann.delete(&format!("{path}?links=all")).await;
    refused.bad_parameter(["links"]);
    ann.delete(&path).await.with(204);
    assert_eq!(ann.slugs("/api/links/").await, ["a"]);
    ann.get(&inside).await.refused(404, "not-found");
    let filtered = format!("/api/links/?collection={collection}");
    ann.get(&filtered).await.refused(404, "not-found");
}

async fn a_collection_can_be_deleted_with_its_links((app, ann): (App, Member)) {
    // More than are deleted in one transaction.
    let rows = (0..600).map(|row| format!("https://example.com/,in{row},one\n"));
    let file = format!("url,slug,collections\n{}", rows.collect::<String>());
    ann.import("", file).await.with(200);
    ann.link("out").await;
    let collection = ann.listed("/api/collections/", "id").await[0].clone();
    let path = format!("/api/collections/{collection}?links=delete");
    ann.delete(&path).await.with(204);
    ann.delete(&path).await.refused(404, "not-found");
    assert_eq!(ann.slugs("/api/links/").await, ["out"]);
    let trash = ann.slugs("/api/links/?state=deleted").await;
    assert_eq!(trash.len(), 600);
    app.get(&ann.path("in0")).await.refused(410, "gone");
}

async fn a_full_collection_refuses_links(mut setup: Setup) {
    setup.limits.links_per_collection = 2;
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let collection = ann.collection("one").await;
    let mut links: Vec<i64> = Vec::new();
    for slug in ["a", "b", "d"] {
        links.push(ann.link(slug).await);
    }
    let refused = ann.put_links(collection, &links).await;
    refused.refused(409, "collection-full");
    assert_eq!(ann.put_links(collection, &links[..2]).await.status, 200);
    let member = format!("/api/collections/{collection}/links/{}", links[2]);
    let refused = ann.put(&member).await;
    refused.refused(409, "collection-full");
    // A link that is in the collection already is not added.
    assert_eq!(ann.put_links(collection, &links[1..2]).await.status, 200);
    let read = ann.get(&format!("/api/collections/{collection}")).await;
    assert_eq!(read.number("links"), 2);
}

async fn the_collection_limit_is_enforced(mut setup: Setup) {
    setup.limits.collections_per_user = 2;
    let app = setup.start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let asks = (0..8).map(|number| {
        let body = json!({"name": format!("collection {number}")});
        ann.post("/api/collections/", &body)
    });
    let answers = at_once(asks).await;
    let (created, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(created.len(), 2);
    for answer in refused {
        answer.refused(409, "collection-limit-reached");
    }
    bob.collection("collection 0").await;
    let names: Vec<Value> = ann.listed("/api/collections/", "name").await;
    assert_eq!(names.len(), 2);
}
