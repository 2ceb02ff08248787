//! Who sees them.

use reqwest::Method;

use super::super::{Browser, paths_with};
use super::{assert_has, root};
use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    pages_of_administrators_do_not_exist_for_anybody_else,
    pages_of_administrators_begin_and_end_with_the_role,
    what_is_missing_is_not_found_on_pages_of_administrators,
    an_outage_is_no_missing_page,
);

const MENU: &str = "href=\"/app/admin\"";

/// The pages that exist always.
const LISTS: [&str; 7] = [
    "/app/admin",
    "/app/admin/users",
    "/app/admin/links",
    "/app/admin/abuse-reports",
    "/app/admin/invitations",
    "/app/admin/jobs",
    "/app/admin/audit",
];

fn paths(method: &Method) -> impl Iterator<Item = String> {
    let paths = paths_with(method);
    paths.filter(|path| path.starts_with("/app/admin"))
}

async fn pages_of_administrators_do_not_exist_for_anybody_else(
    (app, ann, bob): (App, Member, Member),
) {
    let browser = Browser::of_ann(&app).await;
    let same = "There is nothing at this address.";
    for path in paths(&Method::GET) {
        for ask in [browser.open(&path), app.page(&path)] {
            let page = ask.for_people().await.with(404);
            assert_has(&page.body, &[same]);
        }
    }
    let user = format!("/app/admin/users/{}", bob.id);
    let delete = format!("{user}/delete");
    let own = [user, delete];
    for path in paths(&Method::POST).chain(own) {
        let fields = [("form", "disable"), ("links", "disable")];
        for ask in [browser.send(&path, &fields), app.form(&path, &fields)] {
            let page = ask.for_people().await.with(404);
            assert_has(&page.body, &[same]);
        }
    }
    assert!(app.is_signed_in(&bob).await && app.is_signed_in(&ann).await);
}

async fn pages_of_administrators_begin_and_end_with_the_role((app, ann): (App, Member)) {
    let (root, _) = root(&app).await;
    let browser = Browser::of_ann(&app).await;
    assert!(!browser.read("/app/links").await.contains(MENU));
    app.promote(&ann).await;
    assert_has(&browser.read("/app/links").await, &[MENU]);
    for path in LISTS {
        browser.open(path).await.with(200);
    }
    let demote = format!("/api/admin/users/{}/demote", ann.id);
    root.ask(Method::POST, &demote).await.with(200);
    for path in LISTS {
        browser.open(path).for_people().await.with(404);
    }
    assert!(!browser.read("/app/links").await.contains(MENU));
}

async fn what_is_missing_is_not_found_on_pages_of_administrators(app: App) {
    let (_, browser) = root(&app).await;
    for id in ["999999", "0", "x"] {
        for list in ["users", "links", "abuse-reports"] {
            let path = format!("/app/admin/{list}/{id}");
            browser.open(&path).for_people().await.with(404);
            let fields = [("form", "enable"), ("outcome", "upheld")];
            browser.send(&path, &fields).for_people().await.with(404);
        }
        for list in ["users", "links"] {
            let path = format!("/app/admin/{list}/{id}/delete");
            browser.open(&path).for_people().await.with(404);
            browser.send(&path, &[]).for_people().await.with(404);
        }
        let retry = browser.send("/app/admin/jobs", &[("job", id)]);
        retry.for_people().await.with(404);
        let withdraw = [("form", "delete"), ("invitation", id)];
        let withdraw = browser.send("/app/admin/invitations", &withdraw);
        withdraw.for_people().await.with(404);
    }
}

async fn an_outage_is_no_missing_page(app: App) {
    let (_, browser) = root(&app).await;
    app.store.switch_off();
    let ask = browser.open("/app/admin").for_people();
    ask.may_be_unavailable().await.with(503);
    app.store.switch_on();
    browser.open("/app/admin").await.with(200);
}
