//! Lists of links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::support::{App, LINKS, Member, on_both_databases};

on_both_databases!(
    links_are_listed_newest_first_without_gaps,
    a_new_link_does_not_shift_the_pages,
    invalid_limits_and_cursors_are_refused,
    links_of_others_are_not_listed,
);

async fn links(owner: &Member, count: usize) -> Vec<i64> {
    let mut ids = Vec::new();
    for number in 0..count {
        let body = json!({"url": format!("https://example.com/{number}")});
        let created = owner.post(LINKS, &body).await;
        ids.push(created.with(201).number("id"));
    }
    ids.reverse();
    ids
}

/// The ids of a page, and the cursor of the next page.
async fn page(owner: &Member, query: &str) -> (Vec<i64>, Option<String>) {
    let path = format!("{LINKS}?{query}");
    let page = owner.read(&path).await;
    let items = page["items"].as_array().unwrap();
    let ids = items.iter().map(|item| item["id"].as_i64().unwrap());
    (ids.collect(), page["next"].as_str().map(str::to_owned))
}

async fn links_are_listed_newest_first_without_gaps(ann: Member) {
    let ids = links(&ann, 27).await;
    let (first, next) = page(&ann, "").await;
    assert_eq!(first, ids[..25]);
    let (second, end) = page(&ann, &format!("after={}", next.unwrap())).await;
    assert_eq!((second.as_slice(), end), (&ids[25..], None));

    let mut all = Vec::new();
    let mut query = "limit=4".to_owned();
    loop {
        let (items, next) = page(&ann, &query).await;
        assert!(!items.is_empty(), "an empty page follows none");
        all.extend(items);
        let Some(next) = next else { break };
        query = format!("limit=4&after={next}");
    }
    assert_eq!(all, ids);
    // A page that is exactly full can be the last one.
    assert_eq!(page(&ann, "limit=27").await, (ids.clone(), None));
    assert_eq!(page(&ann, "limit=100").await, (ids.clone(), None));
    assert_eq!(page(&ann, "limit=1").await.0, ids[..1]);
}

async fn a_new_link_does_not_shift_the_pages(ann: Member) {
    let ids = links(&ann, 4).await;
    let (first, next) = page(&ann, "limit=2").await;
    links(&ann, 1).await;
    ann.delete_link(first[1]).await;
    let query = format!("limit=2&after={}", next.unwrap());
    assert_eq!(page(&ann, &query).await.0, ids[2..]);
}

async fn invalid_limits_and_cursors_are_refused(ann: Member) {
    links(&ann, 1).await;
    for limit in [
        "0",
        "101",
        "-1",
        "abc",
        "",
        "1.5",
        "4294967297",
        "99999999999999999999",
    ] {
        let path = format!("{LINKS}?limit={limit}");
        ann.get(&path).await.bad_parameter(["limit"]);
    }
    let base64 = |text: &str| URL_SAFE_NO_PAD.encode(text);
    for cursor in [
        "1",
        "!!!",
        "null",
        "%00",
        "%FF",
        &base64("1"),
        &base64("l"),
        &base64("lx"),
        &base64("c1"),
        &base64("c1."),
        &base64("cx.1"),
        &base64("c9223372036854775807.1"),
        &base64("c1.99999999999999999999"),
        &base64("spromo.1"),
        &base64("s\0.1"),
        &base64("k1"),
        &"A".repeat(10_000),
    ] {
        let path = format!("{LINKS}?after={cursor}");
        ann.get(&path).await.bad_parameter(["after"]);
    }
}

async fn links_of_others_are_not_listed((app, ann, bob): (App, Member, Member)) {
    let ids = links(&ann, 3).await;
    app.post(LINKS, &json!({"url": "https://example.com"}))
        .await
        .with(201);
    assert_eq!(page(&bob, "").await, (vec![], None));
    // A cursor is a position in the order of ids, and grants no access.
    let (_, next) = page(&ann, "limit=1").await;
    let query = format!("after={}", next.unwrap());
    assert_eq!(page(&bob, &query).await, (vec![], None));
    assert_eq!(page(&ann, "").await.0, ids);
}
