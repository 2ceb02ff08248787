//! Which links are in which sets.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::imports::import;
use crate::support::{App, Setup, on_both_databases};

on_both_databases!(
    a_link_is_in_any_number_of_sets,
    many_links_are_added_at_once_or_none,
    a_hundred_who_add_one_link_add_it_once,
    a_deleted_link_is_in_no_list_and_keeps_its_place,
    a_set_goes_without_its_links,
    a_set_goes_with_its_links_when_asked_to,
    a_full_set_takes_no_more,
    a_member_has_so_many_sets_and_no_more,
);

async fn a_link_is_in_any_number_of_sets(app: App) {
    let ann = app.member("ann").await;
    let (link, other) = (app.link_of(&ann, "a").await, app.link_of(&ann, "b").await);
    let sets = [app.set_of(&ann, "one").await, app.set_of(&ann, "two").await];
    for set in sets {
        let path = format!("/api/collections/{set}/links/{link}");
        for _ in 0..2 {
            ann.asks(app.ask(reqwest::Method::PUT, &path))
                .await
                .with(204);
        }
        let inside = format!("/api/collections/{set}/links");
        assert_eq!(app.slugs(&ann, &inside).await, ["a"]);
        let filtered = format!("/api/links/?collection={set}");
        assert_eq!(app.slugs(&ann, &filtered).await, ["a"]);
        let read = ann.asks(app.get(&format!("/api/collections/{set}"))).await;
        assert_eq!(read.number("links"), 1);
    }
    let path = format!("/api/collections/{}/links", sets[0]);
    for taken_out in [link, link, other] {
        let path = format!("{path}/{taken_out}");
        ann.asks(app.delete(&path)).await.with(204);
    }
    assert_eq!(app.slugs(&ann, &path).await, [""; 0]);
    assert_eq!(app.slugs(&ann, "/api/links/").await, ["b", "a"]);
}

async fn many_links_are_added_at_once_or_none(app: App) {
    let ann = app.member("ann").await;
    let set = app.set_of(&ann, "one").await;
    let mut links = Vec::new();
    for slug in ["a", "b", "d"] {
        links.push(app.link_of(&ann, slug).await);
    }
    let first = app.put_links(&ann, set, &links[..1]).await.with(200);
    assert_eq!(first.json(), json!({"added": 1, "present": 0}));
    let unknown = [links[1], 999_999];
    let refused = app.put_links(&ann, set, &unknown).await;
    assert_eq!(refused.refused(422, "invalid").fields(), ["links"]);
    let again = [links[2], links[0], links[1], links[2]];
    let added = app.put_links(&ann, set, &again).await.with(200);
    assert_eq!(added.json(), json!({"added": 2, "present": 1}));
    for links in [vec![], vec![1; 1_001]] {
        let refused = app.put_links(&ann, set, &links).await;
        assert_eq!(refused.refused(422, "invalid").fields(), ["links"]);
    }
    let inside = format!("/api/collections/{set}/links?limit=2&sort=slug");
    assert_eq!(app.slugs(&ann, &inside).await, ["a", "b", "d"]);
}

async fn a_hundred_who_add_one_link_add_it_once(app: App) {
    let ann = app.member("ann").await;
    let (set, link) = (app.set_of(&ann, "one").await, app.link_of(&ann, "a").await);
    let one = [link];
    let asks = (0..100).map(|_| app.put_links(&ann, set, &one));
    let answers = join_all(asks).await;
    let added: i64 = answers
        .into_iter()
        .map(|answer| answer.with(200).number("added"))
        .sum();
    assert_eq!(added, 1);
    let read = ann.asks(app.get(&format!("/api/collections/{set}"))).await;
    assert_eq!(read.number("links"), 1);
}

async fn a_deleted_link_is_in_no_list_and_keeps_its_place(app: App) {
    let ann = app.member("ann").await;
    let (set, link) = (app.set_of(&ann, "one").await, app.link_of(&ann, "a").await);
    app.put_links(&ann, set, &[link]).await.with(200);
    let path = format!("/api/links/{link}");
    ann.asks(app.delete(&path)).await.with(204);
    let inside = format!("/api/collections/{set}/links");
    assert_eq!(app.slugs(&ann, &inside).await, [""; 0]);
    let read = ann.asks(app.get(&format!("/api/collections/{set}"))).await;
    assert_eq!(read.number("links"), 0);
    let place = format!("{inside}/{link}");
    let put = ann.asks(app.ask(reqwest::Method::PUT, &place)).await;
    put.refused(404, "not-found");
    let restore = app.post(&format!("{path}/restore"), &json!({}));
    ann.asks(restore).await.with(200);
    assert_eq!(app.slugs(&ann, &inside).await, ["a"]);
}

async fn a_set_goes_without_its_links(app: App) {
    let ann = app.member("ann").await;
    let (set, link) = (app.set_of(&ann, "one").await, app.link_of(&ann, "a").await);
    app.put_links(&ann, set, &[link]).await.with(200);
    let path = format!("/api/collections/{set}");
    let refused = ann.asks(app.delete(&format!("{path}?links=all"))).await;
    assert_eq!(
        refused.refused(400, "invalid-parameter").fields(),
        ["links"]
    );
    ann.asks(app.delete(&path)).await.with(204);
    assert_eq!(app.slugs(&ann, "/api/links/").await, ["a"]);
    let inside = format!("{path}/links");
    ann.asks(app.get(&inside)).await.refused(404, "not-found");
    let filtered = format!("/api/links/?collection={set}");
    ann.asks(app.get(&filtered)).await.refused(404, "not-found");
}

async fn a_set_goes_with_its_links_when_asked_to(app: App) {
    let ann = app.member("ann").await;
    // More than are deleted at a time.
    let rows = (0..600).map(|row| format!("https://example.com/,in{row},one\n"));
    let file = format!("url,slug,collections\n{}", rows.collect::<String>());
    ann.asks(import(&app, "", file)).await.with(200);
    app.link_of(&ann, "out").await;
    let set = app.listed(&ann, "/api/collections/", "id").await[0].clone();
    let path = format!("/api/collections/{set}?links=delete");
    ann.asks(app.delete(&path)).await.with(204);
    ann.asks(app.delete(&path)).await.refused(404, "not-found");
    assert_eq!(app.slugs(&ann, "/api/links/").await, ["out"]);
    let trash = app.slugs(&ann, "/api/links/?state=deleted").await;
    assert_eq!(trash.len(), 600);
    app.get(&format!("/in0?u={}", ann.id))
        .await
        .refused(410, "gone");
}

async fn a_full_set_takes_no_more(mut setup: Setup) {
    setup.limits.links_per_collection = 2;
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let set = app.set_of(&ann, "one").await;
    let mut links: Vec<i64> = Vec::new();
    for slug in ["a", "b", "d"] {
        links.push(app.link_of(&ann, slug).await);
    }
    let refused = app.put_links(&ann, set, &links).await;
    refused.refused(409, "collection-full");
    assert_eq!(app.put_links(&ann, set, &links[..2]).await.status, 200);
    let place = format!("/api/collections/{set}/links/{}", links[2]);
    let refused = ann.asks(app.ask(reqwest::Method::PUT, &place)).await;
    refused.refused(409, "collection-full");
    // What is in it is no addition.
    assert_eq!(app.put_links(&ann, set, &links[1..2]).await.status, 200);
    let read = ann.asks(app.get(&format!("/api/collections/{set}"))).await;
    assert_eq!(read.number("links"), 2);
}

async fn a_member_has_so_many_sets_and_no_more(mut setup: Setup) {
    setup.limits.collections_per_user = 2;
    let app = setup.start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let asks = (0..8).map(|number| {
        let body = json!({"name": format!("set {number}")});
        ann.asks(app.post("/api/collections/", &body))
    });
    let answers = join_all(asks.map(IntoFuture::into_future)).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(made.len(), 2);
    for answer in refused {
        answer.refused(409, "too-many-collections");
    }
    app.set_of(&bob, "set 0").await;
    let names: Vec<Value> = app.listed(&ann, "/api/collections/", "name").await;
    assert_eq!(names.len(), 2);
}
