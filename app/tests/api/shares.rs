//! Statistics that are shared.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{ANN, Answer, App, FIREFOX, Member, PASSWORD, at_once, on_both_databases};

on_both_databases!(
    the_statistics_of_a_link_are_shared_with_everybody,
    the_statistics_of_a_collection_are_shared_with_everybody,
    what_is_shared_keeps_its_url_until_the_share_ends,
    an_ended_share_a_garbage_token_and_an_unknown_one_get_the_same_answer,
    a_share_is_not_shown_while_its_link_is_in_the_trash,
    a_share_ends_with_its_collection_and_its_account,
    a_share_of_a_disabled_user_is_not_shown,
    a_share_tells_nothing_of_its_owner_and_no_target,
    the_days_of_a_share_are_those_of_its_owner_unless_the_query_names_a_zone,
    of_concurrent_requests_one_creates_the_share,
);

/// The path of the share of a link or a collection.
fn of(kind: &str, id: i64) -> String {
    format!("/api/{kind}/{id}/share")
}

/// Shares what is at this path; returns the path of what everybody sees.
async fn share(owner: &Member, path: &str) -> String {
    let created = owner.post(path, &json!({})).await.with(201);
    created.header("location").to_owned()
}

/// Ann's link, clicked twice.
async fn clicked(app: &App, ann: &Member) -> i64 {
    let link = ann.link("promo").await;
    for _ in 0..2 {
        app.click(&ann.path("promo"), FIREFOX).await.with(307);
    }
    ann.counted(link, 2).await;
    link
}

async fn unknown(app: &App, path: &str) -> Answer {
    app.get(path).await.refused(404, "not-found")
}

async fn the_statistics_of_a_link_are_shared_with_everybody((app, ann): (App, Member)) {
    let link = clicked(&app, &ann).await;
    let created = ann.post(&of("links", link), &json!({})).await.with(201);
    assert_eq!(created.header("cache-control"), "no-store");
    let created = created.json();
    assert_eq!(
        (&created["link_id"], &created["collection_id"]),
        (&json!(link), &Value::Null)
    );
    let token = created["token"].as_str().unwrap();
    assert_eq!(created["url"], format!("{}/s/{token}", app.public_url));
    let path = format!("/api/shares/{token}");
    let shown = app.get(&path).await.with(200);
    assert_eq!(shown.header("cache-control"), "no-store");
    let shown = shown.json();
    assert_eq!(shown["kind"], "link");
    assert_eq!(
        shown["share_url"],
        format!("{}/promo?u={}", app.public_url, ann.id)
    );
    assert_eq!(
        shown["total"],
        json!({"clicks": 2, "human_clicks": 2, "visitors": 1})
    );
    // As the owner sees them.
    for query in [
        "",
        "?group_by=browser",
        "?group_by=kind&limit=1",
        "?granularity=week",
    ] {
        let shown = app.get(&format!("{path}/stats{query}")).await.with(200);
        let owned = ann.read(&format!("/api/links/{link}/stats{query}")).await;
        assert_eq!(shown.json(), owned, "{query}");
    }
    let wrong = app.get(&format!("{path}/stats?tz=Mars&from=soon")).await;
    wrong.invalid(["tz", "from"]);
}

async fn the_statistics_of_a_collection_are_shared_with_everybody((app, ann): (App, Member)) {
    let link = clicked(&app, &ann).await;
    let collection = ann.collection("Spring").await;
    ann.put_links(collection, &[link]).await.with(200);
    let path = share(&ann, &of("collections", collection)).await;
    let shown = app.get(&path).await.with(200).json();
    assert_eq!(
        (&shown["kind"], &shown["name"]),
        (&json!("collection"), &json!("Spring"))
    );
    assert_eq!(
        (&shown["links"], &shown["share_url"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!(shown["total"]["clicks"], 2);
    let shown = app.get(&format!("{path}/stats")).await.with(200).json();
    let owned = ann
        .read(&format!("/api/collections/{collection}/stats"))
        .await;
    assert_eq!(shown, owned);
    assert_eq!(shown["total"]["clicks"], 2);
}

async fn what_is_shared_keeps_its_url_until_the_share_ends((app, ann): (App, Member)) {
    let (link, collection) = (ann.link("promo").await, ann.collection("Spring").await);
    let mut given = BTreeSet::new();
    for shared in [of("links", link), of("collections", collection)] {
        let first = share(&ann, &shared).await;
        let again = ann.post(&shared, &json!({})).await.with(200);
        assert_eq!(format!("/api/shares/{}", again.text("token")), first);
        app.get(&first).await.with(200);
        // Ending it again does no harm.
        for _ in 0..2 {
            ann.delete(&shared).await.with(204);
        }
        unknown(&app, &first).await;
        let second = share(&ann, &shared).await;
        app.get(&second).await.with(200);
        unknown(&app, &first).await;
        given.extend([first, second]);
    }
    assert_eq!(given.len(), 4);
}

async fn an_ended_share_a_garbage_token_and_an_unknown_one_get_the_same_answer(
    (app, ann): (App, Member),
) {
    let shared = of("links", ann.link("promo").await);
    let ended = share(&ann, &shared).await;
    ann.delete(&shared).await.with(204);
    let (id, tag) = ended.rsplit_once('-').unwrap();
    let mut bodies = BTreeSet::new();
    for path in [
        ended.clone(),
        format!("{id}0-{tag}"),
        format!("{ended}0"),
        ended.to_uppercase().replace("/API/SHARES", "/api/shares"),
        "/api/shares/garbage".to_owned(),
        "/api/shares/%D0%B0".to_owned(),
        "/api/shares/1-".to_owned(),
    ] {
        for path in [path.clone(), format!("{path}/stats")] {
            bodies.insert(unknown(&app, &path).await.body);
        }
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

async fn a_share_is_not_shown_while_its_link_is_in_the_trash((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let path = share(&ann, &of("links", link)).await;
    ann.delete_link(link).await;
    unknown(&app, &path).await;
    unknown(&app, &format!("{path}/stats")).await;
    ann.delete(&of("links", link)).await.with(404);
    ann.post(&of("links", link), &json!({})).await.with(404);
    ann.restore(link).await.with(200);
    app.get(&path).await.with(200);
}

async fn a_share_ends_with_its_collection_and_its_account((app, ann): (App, Member)) {
    let (link, collection) = (ann.link("promo").await, ann.collection("Spring").await);
    let of_link = share(&ann, &of("links", link)).await;
    let of_collection = share(&ann, &of("collections", collection)).await;
    let path = format!("/api/collections/{collection}");
    ann.delete(&path).await.with(204);
    unknown(&app, &of_collection).await;
    app.get(&of_link).await.with(200);
    let deletion = ann.delete("/api/users/me/");
    let deletion = deletion.json(&json!({"password": PASSWORD}));
    deletion.await.with(204);
    unknown(&app, &of_link).await;
}

async fn a_share_of_a_disabled_user_is_not_shown((app, ann): (App, Member)) {
    let path = share(&ann, &of("links", ann.link("promo").await)).await;
    let root = app.administrator("root").await;
    let act = |verb: &str| format!("/api/admin/users/{}/{verb}", ann.id);
    // Also if the links continue.
    let keep = json!({"links": "keep"});
    root.post(&act("disable"), &keep).await.with(200);
    unknown(&app, &path).await;
    root.post(&act("enable"), &json!({})).await.with(200);
    app.get(&path).await.with(200);
}

async fn a_share_tells_nothing_of_its_owner_and_no_target((app, ann): (App, Member)) {
    let link = json!({
        "url": "https://example.com/secret-target", "slug": "promo", "title": "secret-title",
        "tags": ["secret-tag"], "fallback_url": "https://example.com/secret-fallback",
    });
    let link = ann.link_with(&link).await.number("id");
    let described = json!({"name": "Spring", "description": "secret-description"});
    let collection = ann.post("/api/collections/", &described).await.with(201);
    let collection = collection.number("id");
    ann.put_links(collection, &[link]).await.with(200);
    for shared in [of("links", link), of("collections", collection)] {
        let path = share(&ann, &shared).await;
        let page = path.replace("/api/shares/", "/s/");
        for shown in [
            app.get(&path).await.with(200),
            app.get(&format!("{path}/stats")).await.with(200),
            app.page(&page).await.with(200),
        ] {
            let all = format!("{:?} {}", shown.headers, shown.body);
            assert!(!all.contains("secret-") && !all.contains(ANN), "{all}");
        }
    }
}

async fn the_days_of_a_share_are_those_of_its_owner_unless_the_query_names_a_zone(
    (app, ann): (App, Member),
) {
    let zone = json!({"time_zone": "Asia/Kathmandu"});
    ann.patch("/api/users/me/", &zone).await.with(200);
    let path = share(&ann, &of("links", ann.link("promo").await)).await;
    let shown = app.get(&path).await.with(200).json();
    assert_eq!(shown["tz"], "Asia/Kathmandu");
    for (query, zone) in [
        ("", "Asia/Kathmandu"),
        ("?tz=Europe/Moscow", "Europe/Moscow"),
    ] {
        let counted = app.get(&format!("{path}/stats{query}")).await.with(200);
        assert_eq!(counted.json()["tz"], zone);
    }
}

async fn of_concurrent_requests_one_creates_the_share((app, ann): (App, Member)) {
    let shared = of("links", ann.link("promo").await);
    let asks = (0..8).map(|_| ann.post(&shared, &json!({})));
    let answers = at_once(asks).await;
    let created = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(created.count(), 1);
    let tokens: BTreeSet<String> = answers.iter().map(|answer| answer.text("token")).collect();
    let token = tokens.first().unwrap();
    assert_eq!(tokens.len(), 1);
    app.get(&format!("/api/shares/{token}")).await.with(200);
}
