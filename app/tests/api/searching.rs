//! Searching links by text, tag, state and time, in four orders.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    links_are_found_by_text_and_tag_ignoring_case,
    links_are_found_by_state,
    links_are_found_by_creation_time,
    links_are_sorted_in_four_orders,
    filters_can_be_combined,
    an_invalid_filter_is_refused_by_name,
    invalid_titles_and_tags_are_refused,
);

/// Three links: `spring` with title and tags, `autumn`, and `путь` in its target.
async fn links(app: &App, owner: &Member) {
    for body in [
        json!({"url": "https://example.com/Sale?q=100%25_a", "slug": "spring",
            "title": "Große Весна", "tags": ["News", "a, b"]}),
        json!({"url": "https://пример.рф/путь", "slug": "autumn", "tags": ["news"]}),
        json!({"url": "https://example.com/x", "slug": "Zero"}),
    ] {
        owner.link_with(&body).await;
        app.advance(TimeDelta::minutes(1));
    }
}

async fn found(owner: &Member, query: &str) -> Vec<String> {
    owner.slugs(&format!("/api/links/?{query}")).await
}

async fn links_are_found_by_text_and_tag_ignoring_case((app, ann, bob): (App, Member, Member)) {
    links(&app, &ann).await;
    for (text, slugs) in [
        ("EXAMPLE.com", vec!["Zero", "spring"]),
        ("sale?Q", vec!["spring"]),
        ("grosse%20в", vec!["spring"]),
        ("ВЕСНА", vec!["spring"]),
        ("пример.рф/ПУТЬ", vec!["autumn"]),
        ("xn--e1afmkfd", vec!["autumn"]),
        ("a,%20B", vec!["spring"]),
        ("zero", vec!["Zero"]),
        ("ze", vec!["Zero"]),
        ("100%25_", vec!["spring"]),
        ("%25%25", vec![]),
        ("_____________", vec![]),
        ("\\", vec![]),
        ("'", vec![]),
        ("%22", vec![]),
        ("nowhere", vec![]),
        ("", vec!["Zero", "autumn", "spring"]),
    ] {
        assert_eq!(found(&ann, &format!("q={text}")).await, slugs, "{text}");
    }
    assert_eq!(found(&bob, "q=example").await, [""; 0]);
    assert_eq!(found(&ann, "tag=NEWS").await, ["autumn", "spring"]);
    assert_eq!(found(&ann, "tag=A,%20b").await, ["spring"]);
    assert_eq!(found(&ann, "tag=new").await, [""; 0]);
}

async fn links_are_found_by_state((app, ann): (App, Member)) {
    let end = json!({"url": "https://example.com", "slug": "short",
        "expires_at": "2026-12-01T03:05:00+03:00"});
    let created = ann.link_with(&end).await;
    assert_eq!(created.text("expires_at"), "2026-12-01T00:05:00+00:00");
    ann.link("long").await;
    let gone = ann.link("gone").await;
    ann.delete_link(gone).await;
    assert_eq!(found(&ann, "state=live").await, ["long", "short"]);
    app.advance(TimeDelta::minutes(5));
    assert_eq!(found(&ann, "state=live").await, ["long"]);
    assert_eq!(found(&ann, "state=expired").await, ["short"]);
    assert_eq!(found(&ann, "state=deleted").await, ["gone"]);
    assert_eq!(found(&ann, "").await, ["long", "short"]);
    let states = ann.listed("/api/links/", "state").await;
    assert_eq!(states, ["live", "expired"]);
    let states = ann.listed("/api/links/?state=deleted", "state").await;
    assert_eq!(states, ["deleted"]);
}

async fn links_are_found_by_creation_time((app, ann): (App, Member)) {
    links(&app, &ann).await;
    for (query, slugs) in [
        ("created_from=2026-12-01T00:01:00Z", vec!["Zero", "autumn"]),
        ("created_until=2026-12-01T00:01:00Z", vec!["spring"]),
        (
            "created_from=2026-12-01T03:01:00%2B03:00&created_until=2026-12-01T00:02:00Z",
            vec!["autumn"],
        ),
        ("created_from=2027-01-01T00:00:00Z", vec![]),
    ] {
        assert_eq!(found(&ann, query).await, slugs, "{query}");
    }
}

async fn links_are_sorted_in_four_orders((app, ann): (App, Member)) {
    links(&app, &ann).await;
    for (sort, slugs) in [
        ("-created", ["Zero", "autumn", "spring"]),
        ("created", ["spring", "autumn", "Zero"]),
        ("slug", ["Zero", "autumn", "spring"]),
        ("-slug", ["spring", "autumn", "Zero"]),
    ] {
        for limit in [1, 2, 3] {
            let query = format!("sort={sort}&limit={limit}");
            assert_eq!(found(&ann, &query).await, slugs, "{query}");
        }
    }
    let page = ann.get("/api/links/?sort=slug&limit=1").await;
    let next = page.with(200).text("next");
    let other = format!("/api/links/?sort=created&after={next}");
    ann.get(&other).await.bad_parameter(["after"]);
}

async fn filters_can_be_combined((app, ann): (App, Member)) {
    links(&app, &ann).await;
    let query = "q=example&tag=news&state=live&created_from=2026-12-01T00:00:00Z&sort=slug";
    assert_eq!(found(&ann, query).await, ["spring"]);
    assert_eq!(found(&ann, "q=example&tag=nothing").await, [""; 0]);
    let collection = ann.collection("one").await;
    let ids = ann.listed("/api/links/?tag=news", "id").await;
    let ids: Vec<_> = ids.iter().filter_map(serde_json::Value::as_i64).collect();
    ann.put_links(collection, &ids).await.with(200);
    for sort in ["slug", "-slug", "created", "-created"] {
        for (query, count) in [
            ("q=example", 1),
            ("tag=news", 2),
            ("q=zzz", 0),
            ("q=e&tag=news", 2),
        ] {
            let inside = format!("/api/collections/{collection}/links?{query}&sort={sort}&limit=1");
            assert_eq!(ann.slugs(&inside).await.len(), count, "{inside}");
        }
    }
}

async fn an_invalid_filter_is_refused_by_name(ann: Member) {
    for (query, field) in [
        ("state=lost", "state"),
        ("sort=title", "sort"),
        ("sort=", "sort"),
        ("collection=x", "collection"),
        ("created_from=yesterday", "created_from"),
        ("created_until=2026-13-01T00:00:00Z", "created_until"),
        ("created_until=2026-12-01", "created_until"),
    ] {
        let refused = ann.get(&format!("/api/links/?{query}")).await;
        refused.bad_parameter([field]);
    }
    let long = "x".repeat(201);
    for (query, field) in [
        (format!("q={long}"), "q"),
        ("q=%00".to_owned(), "q"),
        (format!("tag={long}"), "tag"),
    ] {
        let refused = ann.get(&format!("/api/links/?{query}")).await;
        assert!([400, 422].contains(&refused.status), "{}", refused.body);
        refused.names([field]);
    }
}

async fn invalid_titles_and_tags_are_refused(ann: Member) {
    let body = json!({"url": "https://example.com", "title": " Cafe\u{301} =1+1 ",
        "tags": ["b", "a", "B", "Café"]});
    let created = ann.link_with(&body).await;
    assert_eq!(created.text("title"), "Caf\u{e9} =1+1");
    assert_eq!(created.json()["tags"], json!(["b", "a", "Café"]));
    let many: Vec<_> = (0..21).map(|number| number.to_string()).collect();
    for (field, value) in [
        ("title", json!("")),
        ("title", json!("x".repeat(256))),
        ("title", json!("a\nb")),
        ("tags", json!([""])),
        ("tags", json!(["x".repeat(51)])),
        ("tags", json!(["a\u{0}"])),
        ("tags", json!(many)),
    ] {
        let mut body = json!({"url": "https://example.com"});
        body[field] = value;
        let path = format!("/api/links/{}", created.number("id"));
        for ask in [ann.post("/api/links/", &body), ann.patch(&path, &body)] {
            ask.await.invalid([field]);
        }
    }
    let path = format!("/api/links/{}", created.number("id"));
    let edit = json!({"title": null, "tags": []});
    let edited = ann.patch(&path, &edit).await.with(200).json();
    assert_eq!(edited["title"], json!(null));
    assert_eq!(edited["tags"], json!([]));
}
