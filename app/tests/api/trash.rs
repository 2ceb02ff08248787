//! Deleted links that come back.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{Answer, App, Member, on_both_databases};

on_both_databases!(
    a_deleted_link_comes_back_with_all_it_had,
    the_redirect_ends_at_once_and_goes_on_at_once,
    a_code_taken_meanwhile_stands_against_it_and_nothing_is_lost,
    the_trash_is_kept_for_thirty_days,
    what_is_past_the_trash_tells_nothing,
    restoring_what_is_not_deleted_changes_nothing,
);

async fn delete(app: &App, owner: &Member, link: i64) {
    let path = format!("/api/links/{link}");
    owner.asks(app.delete(&path)).await.with(204);
}

async fn restore(app: &App, owner: &Member, link: i64) -> Answer {
    let path = format!("/api/links/{link}/restore");
    owner.asks(app.ask(reqwest::Method::POST, &path)).await
}

async fn a_deleted_link_comes_back_with_all_it_had(app: App) {
    let mut ann = app.member("ann").await;
    for namespace in ["personal", "global"] {
        let body = json!({"url": "https://example.com", "slug": "promo", "title": "a",
            "tags": ["b"], "namespace": namespace, "redirect_status": 302});
        let made = app.link_with(&ann, &body).await;
        let set = app.set_of(&ann, namespace).await;
        app.put_links(&ann, set, &[made.number("id")])
            .await
            .with(200);
        delete(&app, &ann, made.number("id")).await;
        app.advance(TimeDelta::days(29));
        ann = app.session(&ann.email, crate::support::PASSWORD).await;
        let restored = restore(&app, &ann, made.number("id")).await.with(200);
        let mut expected = made.json();
        for changed in ["updated_at", "revision"] {
            expected[changed] = restored.json()[changed].clone();
        }
        assert_eq!(restored.json(), expected);
        let read = ann
            .asks(app.get(&format!("/api/links/{}", made.number("id"))))
            .await;
        assert_eq!(read.header("etag"), restored.header("etag"));
        let inside = format!("/api/collections/{set}/links");
        assert_eq!(app.slugs(&ann, &inside).await, ["promo"]);
    }
}

async fn the_redirect_ends_at_once_and_goes_on_at_once(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    let path = format!("/promo?u={}", ann.id);
    app.get(&path).await.with(307);
    delete(&app, &ann, link).await;
    app.get(&path).await.refused(410, "gone");
    restore(&app, &ann, link).await.with(200);
    app.get(&path).await.with(307);
}

async fn a_code_taken_meanwhile_stands_against_it_and_nothing_is_lost(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    delete(&app, &ann, link).await;
    let other = app.link_of(&ann, "promo").await;
    restore(&app, &ann, link).await.refused(409, "slug-taken");
    let trash = app.listed(&ann, "/api/links/?state=deleted", "id").await;
    assert_eq!(trash, [json!(link)]);
    let path = format!("/api/links/{other}");
    ann.asks(app.get(&path)).await.with(200);
    let edit = json!({"slug": "other"});
    ann.asks(app.patch(&path, &edit)).await.with(200);
    restore(&app, &ann, link).await.with(200);
    assert_eq!(
        app.slugs(&ann, "/api/links/?sort=slug").await,
        ["other", "promo"]
    );
}

async fn the_trash_is_kept_for_thirty_days(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    delete(&app, &ann, link).await;
    app.advance(TimeDelta::days(30));
    let ann = app.session(&ann.email, crate::support::PASSWORD).await;
    // Whether the sweep ran or not.
    restore(&app, &ann, link).await.refused(404, "not-found");
    assert_eq!(app.slugs(&ann, "/api/links/?state=deleted").await, [""; 0]);
    app.get(&format!("/promo?u={}", ann.id))
        .await
        .refused(410, "gone");
}

async fn what_is_past_the_trash_tells_nothing(app: App) {
    use korotko_core::id::LinkId;
    use korotko_core::ports::Store;

    let ann = app.member("ann").await;
    let body = json!({"url": "https://example.com/secret", "slug": "promo", "title": "a",
        "tags": ["b"]});
    let link = app.link_with(&ann, &body).await.number("id");
    let set = app.set_of(&ann, "one").await;
    app.put_links(&ann, set, &[link]).await.with(200);
    delete(&app, &ann, link).await;
    app.advance(TimeDelta::days(30));
    app.korotko.jobs.sweep().await.unwrap();
    let store: &dyn Store = &*app.store;
    let tombstone = store.links().find_by_id(LinkId(link)).await.unwrap();
    let tombstone = tombstone.expect("the code is still gone, not free");
    assert_eq!(tombstone.target.as_str(), "");
    assert_eq!(
        (tombstone.title, tombstone.tags.as_slice().len()),
        (None, 0)
    );
    let places = store.memberships().list_by_links(&[LinkId(link)]).await;
    assert_eq!(places.unwrap(), []);
    app.get(&format!("/promo?u={}", ann.id))
        .await
        .refused(410, "gone");
    app.advance(TimeDelta::days(60));
    app.korotko.jobs.sweep().await.unwrap();
    app.get(&format!("/promo?u={}", ann.id))
        .await
        .refused(404, "not-found");
}

async fn restoring_what_is_not_deleted_changes_nothing(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    let read = ann.asks(app.get(&format!("/api/links/{link}"))).await;
    app.advance(TimeDelta::minutes(1));
    let restored = restore(&app, &ann, link).await.with(200);
    assert_eq!(restored.json(), read.json());
    assert_eq!(restored.header("etag"), read.header("etag"));
}
