//! Conditional changes (RFC 9110 13.1).

use serde_json::json;

use crate::support::{App, Member, at_once, on_both_databases};

on_both_databases!(
    a_change_with_the_current_etag_succeeds,
    a_change_with_an_old_etag_is_refused,
    an_invalid_if_match_is_refused,
    of_two_concurrent_changes_one_is_refused,
    an_edit_without_changes_keeps_the_revision,
);

async fn a_change_with_the_current_etag_succeeds(ann: Member) {
    let link = ann.link("promo").await;
    let path = format!("/api/links/{link}");
    let read = ann.get(&path).await.with(200);
    let tag = read.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    let edit = ann
        .patch(&path, &json!({"title": "a"}))
        .header("If-Match", &tag);
    let edited = edit.await.with(200);
    assert_ne!(edited.header("etag"), tag);
    let any = ann
        .patch(&path, &json!({"title": "b"}))
        .header("If-Match", "*");
    let edited = any.await.with(200);
    let several = format!("\"nonsense\", {} , {tag}", edited.header("etag"));
    let delete = ann.delete(&path).header("If-Match", &several);
    delete.await.with(204);
}

async fn a_change_with_an_old_etag_is_refused(ann: Member) {
    let link = format!("/api/links/{}", ann.link("promo").await);
    let collection = format!("/api/collections/{}", ann.collection("one").await);
    for (path, field) in [(link, "title"), (collection, "name")] {
        let read = ann.get(&path).await.with(200);
        let tag = read.header("etag");
        ann.patch(&path, &json!({field: "b"})).await.with(200);
        let read = ann.get(&path).await;
        let current = read.header("etag");
        for condition in [tag, "\"\"", "\"x\"", &format!("W/{current}")] {
            let edit = ann.patch(&path, &json!({field: "a"}));
            let edit = edit.header("If-Match", condition);
            edit.await.refused(412, "precondition-failed");
            let delete = ann.delete(&path).header("If-Match", condition);
            delete.await.refused(412, "precondition-failed");
        }
        let read = ann.get(&path).await.with(200);
        assert_eq!(read.text(field), "b");
        let delete = || ann.delete(&path).header("If-Match", current);
        delete().await.with(204);
        // A missing resource takes precedence over the condition.
        delete().await.refused(404, "not-found");
    }
}

async fn an_invalid_if_match_is_refused(ann: Member) {
    let link = ann.link("promo").await;
    let path = format!("/api/links/{link}");
    for condition in ["1", "\"1", "", "\"1\" \"2\"", "*, \"1\"", "w/\"1\""] {
        let ask = ann.patch(&path, &json!({})).header("If-Match", condition);
        ask.await.with(400).names(["If-Match"]);
    }
}

async fn of_two_concurrent_changes_one_is_refused(ann: Member) {
    let link = ann.link("promo").await;
    let path = format!("/api/links/{link}");
    let read = ann.get(&path).await.with(200);
    let asks = (0..8).map(|number| {
        let edit = ann.patch(&path, &json!({"title": format!("{number}")}));
        edit.header("If-Match", read.header("etag"))
    });
    let answers = at_once(asks).await;
    let created = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(created.count(), 1);
    let told = answers.iter().filter(|answer| answer.status == 412);
    assert_eq!(told.count(), 7);
}

async fn an_edit_without_changes_keeps_the_revision((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let link = format!("/api/links/{link}");
    let first =
        json!({"title": "Spring", "tags": ["a", "b"], "expires_at": "2030-01-01T00:00:00Z"});
    ann.patch(&link, &first).await.with(200);
    let collection = format!("/api/collections/{}", ann.collection("Spring").await);
    let described = json!({"description": "For May"});
    ann.patch(&collection, &described).await.with(200);
    for (path, same) in [(&link, first), (&collection, described)] {
        let before = ann.get(path).await.with(200);
        app.advance(chrono::TimeDelta::seconds(1));
        for change in [same, json!({})] {
            let tag = before.header("etag");
            let edit = app.patch(path, &change).header("If-Match", tag);
            let edited = ann.asks(edit).await.with(200);
            assert_eq!(edited.json(), before.json(), "{change}");
            assert_eq!(edited.header("etag"), tag);
        }
    }
    let id: i64 = link.rsplit('/').next().unwrap().parse().unwrap();
    let before = ann.get(&link).await.json();
    let batch = json!({"operations": [{"op": "update", "id": id, "changes": {"title": "Spring"}}]});
    let answer = ann.post("/api/links/batch", &batch).await;
    assert_eq!(answer.with(200).json()["results"][0]["link"], before);
}
