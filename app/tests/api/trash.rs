//! The trash.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    a_restored_link_has_all_its_data,
    restoring_a_link_with_a_taken_slug_is_refused_without_loss,
    the_trash_is_kept_for_thirty_days,
    links_past_the_trash_are_not_found,
    deleting_and_restoring_take_effect_on_redirects_at_once,
);

async fn a_restored_link_has_all_its_data((app, mut ann): (App, Member)) {
    for namespace in ["personal", "global"] {
        let body = json!({"url": "https://example.com", "slug": "promo", "title": "a",
            "tags": ["b"], "namespace": namespace, "redirect_status": 302});
        let created = ann.link_with(&body).await;
        let collection = ann.collection(namespace).await;
        ann.put_links(collection, &[created.number("id")])
            .await
            .with(200);
        ann.delete_link(created.number("id")).await;
        app.advance(TimeDelta::days(29));
        ann = app.session(&ann.email, crate::support::PASSWORD).await;
        let restored = ann.restore(created.number("id")).await.with(200);
        let mut expected = created.json();
        for changed in ["updated_at", "revision"] {
            expected[changed] = restored.json()[changed].clone();
        }
        assert_eq!(restored.json(), expected);
        let read = ann
            .get(&format!("/api/links/{}", created.number("id")))
            .await;
        assert_eq!(read.header("etag"), restored.header("etag"));
        let inside = format!("/api/collections/{collection}/links");
        assert_eq!(ann.slugs(&inside).await, ["promo"]);
    }
}

async fn restoring_a_link_with_a_taken_slug_is_refused_without_loss(ann: Member) {
    let link = ann.link("promo").await;
    ann.delete_link(link).await;
    let other = ann.link("promo").await;
    ann.restore(link).await.refused(409, "slug-taken");
    let trash = ann.listed("/api/links/?state=deleted", "id").await;
    assert_eq!(trash, [json!(link)]);
    let path = format!("/api/links/{other}");
    ann.get(&path).await.with(200);
    let edit = json!({"slug": "other"});
    ann.patch(&path, &edit).await.with(200);
    ann.restore(link).await.with(200);
    assert_eq!(ann.slugs("/api/links/?sort=slug").await, ["other", "promo"]);
}

async fn the_trash_is_kept_for_thirty_days((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    ann.delete_link(link).await;
    app.advance(TimeDelta::days(30));
    let ann = app.session(&ann.email, crate::support::PASSWORD).await;
    // Before and after a sweep.
    ann.restore(link).await.refused(404, "not-found");
    assert_eq!(ann.slugs("/api/links/?state=deleted").await, [""; 0]);
    app.get(&ann.path("promo")).await.refused(410, "gone");
}

async fn links_past_the_trash_are_not_found(app: App) {
    use korotko_core::id::LinkId;
    use korotko_core::ports::Store;

    let ann = app.member("ann").await;
    let body = json!({"url": "https://example.com/secret", "slug": "promo", "title": "a",
        "tags": ["b"]});
    let link = ann.link_with(&body).await.number("id");
    let collection = ann.collection("one").await;
    ann.put_links(collection, &[link]).await.with(200);
    ann.delete_link(link).await;
    app.advance(TimeDelta::days(30));
    app.korotko.jobs.sweep().await.unwrap();
    let tombstone = app.stored_link(link).await;
    let tombstone = tombstone.expect("the code is still gone, not free");
    assert_eq!(tombstone.target.as_str(), "");
    assert_eq!(tombstone.title, None);
    assert_eq!(tombstone.tags.as_slice(), []);
    let memberships = app.store.repositories().memberships;
    let places = memberships.list_by_links(&[LinkId(link)]).await;
    assert_eq!(places.unwrap(), []);
    app.get(&ann.path("promo")).await.refused(410, "gone");
    app.advance(TimeDelta::days(60));
    app.korotko.jobs.sweep().await.unwrap();
    app.get(&ann.path("promo")).await.refused(404, "not-found");
}

async fn deleting_and_restoring_take_effect_on_redirects_at_once((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let read = ann.get(&format!("/api/links/{link}")).await;
    app.advance(TimeDelta::minutes(1));
    let restored = ann.restore(link).await.with(200);
    assert_eq!(restored.json(), read.json());
    assert_eq!(restored.header("etag"), read.header("etag"));
    let path = ann.path("promo");
    app.get(&path).await.with(307);
    ann.delete_link(link).await;
    app.get(&path).await.refused(410, "gone");
    ann.restore(link).await.with(200);
    app.get(&path).await.with(307);
}
