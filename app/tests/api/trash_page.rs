//! The trash on a page.

use chrono::TimeDelta;

use crate::support::{ANN, App, Member, on_both_databases};

on_both_databases!(
    a_deleted_link_is_restored_on_a_page,
    a_link_whose_slug_is_taken_stays_in_the_trash_and_the_page_says_why,
);

const TRASH: &str = "/app/trash";

async fn a_deleted_link_is_restored_on_a_page((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let link = ann.link("promo").await;
    let delete = app.form(&format!("/app/links/{link}/delete"), &[]);
    let deleted = delete.header("Cookie", &cookie).await.with(303);
    assert!(deleted.header("location").starts_with(TRASH), "{deleted:?}");
    app.get(&ann.path("promo")).await.with(410);
    app.advance(TimeDelta::days(9));
    let page = async || {
        app.page(TRASH)
            .header("Cookie", &cookie)
            .await
            .with(200)
            .body
    };
    let trash = page().await;
    assert!(
        trash.contains("promo") && trash.contains("21 days"),
        "{trash}"
    );
    let id = link.to_string();
    let restore = async || {
        let form = app.form(TRASH, &[("link", id.as_str())]);
        form.header("Cookie", &cookie).await
    };
    restore().await.with(303);
    app.get(&ann.path("promo")).await.with(307);
    assert!(page().await.contains("The trash is empty."));
    // Another user has nothing to restore.
    let bob = app.member("bob").await;
    let bobs = app.cookie(&app.browser(&bob.email, "Firefox").await);
    let foreign = app.form(TRASH, &[("link", id.as_str())]);
    foreign.header("Cookie", &bobs).for_people().await.with(404);
}

async fn a_link_whose_slug_is_taken_stays_in_the_trash_and_the_page_says_why(
    (app, ann): (App, Member),
) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let link = ann.link("promo").await;
    ann.delete_link(link).await;
    ann.link("promo").await;
    let id = link.to_string();
    let form = app.form(TRASH, &[("link", id.as_str())]);
    let refused = form.header("Cookie", &cookie).await.with(200);
    assert!(refused.body.contains("code is taken."), "{}", refused.body);
    assert_eq!(ann.listed("/api/links/?state=deleted", "id").await, [link]);
}
