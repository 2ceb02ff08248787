//! Users on pages.

use super::{assert_has, root};
use crate::support::{ANN, App, Member, PASSWORD, on_both_databases};

on_both_databases!(
    users_are_found_by_address_and_state_on_a_page,
    a_user_is_disabled_and_enabled_on_a_page,
    an_address_is_verified_on_a_page,
    a_role_is_given_and_taken_on_a_page,
    a_user_is_deleted_on_a_second_page,
    the_only_administrator_stays_on_pages_too,
    an_administrator_who_leaves_is_led_away,
);

const USERS: &str = "/app/admin/users";

fn path(member: &Member) -> String {
    format!("{USERS}/{}", member.id)
}

async fn users_are_found_by_address_and_state_on_a_page((app, _): (App, Member)) {
    let (_, browser) = root(&app).await;
    app.register("eve@other.example").await.with(201);
    let all = ["eve@other.example", "root@example.com", ANN];
    for (query, found) in [
        ("", &all[..]),
        ("?q=OTHER", &all[..1]),
        ("?state=unverified", &all[..1]),
        ("?state=administrator", &all[1..2]),
        ("?state=disabled", &all[..0]),
        ("?q=ann&state=unverified", &all[..0]),
    ] {
        let page = browser.read(&format!("{USERS}{query}")).await;
        for email in all {
            let row = format!(">{email}</a>");
            assert_eq!(
                page.contains(&row),
                found.contains(&email),
                "{query}: {page}"
            );
        }
    }
    // A search keeps the state, and a state the search.
    let page = browser
        .read(&format!("{USERS}?q=%22%3Cann&state=unverified"))
        .await;
    assert_has(
        &page,
        &[
            "value=\"&#34;&#60;ann\"",
            "name=\"state\" value=\"unverified\"",
            "href=\"/app/admin/users?q=%22%3Cann&#38;state=disabled\"",
        ],
    );
}

async fn a_user_is_disabled_and_enabled_on_a_page((app, ann): (App, Member)) {
    let (root, browser) = root(&app).await;
    ann.link("promo").await;
    let (user, short) = (path(&ann), ann.path("promo"));
    let unclear = browser.send(&user, &[("form", "disable")]).await;
    assert_has(&unclear.with(200).body, &["id=\"links-error\""]);
    assert!(app.is_signed_in(&ann).await);
    for (links, status, state) in [
        ("disable", 410, "disabled with all links"),
        ("keep", 307, "disabled, links continue"),
    ] {
        let fields = [("form", "disable"), ("links", links)];
        let next = browser.done(&user, &fields).await;
        assert_eq!(next, format!("{user}?done=user-disabled"));
        assert_has(
            &browser.read(&next).await,
            &["The user is disabled.", state],
        );
        app.get(&short).await.with(status);
        app.sign_in(ANN, PASSWORD)
            .await
            .refused(403, "account-disabled");
    }
    browser.done(&user, &[("form", "enable")]).await;
    app.sign_in(ANN, PASSWORD).await.with(200);
    let log = root.listed("/api/admin/audit-log/", "action").await;
    let acts = ["user.enable", "user.disable", "user.disable"];
    assert_eq!(log[..3], acts);
}

async fn an_address_is_verified_on_a_page(app: App) {
    let (root, browser) = root(&app).await;
    app.register("eve@other.example").await.with(201);
    let id = root.listed("/api/admin/users/?q=eve", "id").await[0].clone();
    let user = format!("{USERS}/{id}");
    assert_has(
        &browser.read(&user).await,
        &["not verified", "value=\"verify\""],
    );
    let next = browser.done(&user, &[("form", "verify")]).await;
    let page = browser.read(&next).await;
    assert_has(&page, &["The address is verified."]);
    assert!(!page.contains("value=\"verify\""), "{page}");
    app.sign_in("eve@other.example", PASSWORD).await.with(200);
}

async fn a_role_is_given_and_taken_on_a_page((app, ann): (App, Member)) {
    let (_, browser) = root(&app).await;
    let (user, list) = (path(&ann), "/api/admin/users/");
    browser.done(&user, &[("form", "promote")]).await;
    ann.get(list).await.with(200);
    assert_has(&browser.read(&user).await, &["value=\"demote\""]);
    browser.done(&user, &[("form", "demote")]).await;
    ann.get(list).await.refused(403, "administrator-required");
    // A form that the page does not have.
    let other = browser.send(&user, &[("form", "crown")]);
    other.for_people().await.with(404);
}

async fn a_user_is_deleted_on_a_second_page((app, ann): (App, Member)) {
    let (_, browser) = root(&app).await;
    let delete = format!("{}/delete", path(&ann));
    let asked = browser.read(&delete).await;
    assert_has(
        &asked,
        &["The account ann@example.com is deleted permanently"],
    );
    app.sign_in(ANN, PASSWORD).await.with(200);
    let next = browser.done(&delete, &[]).await;
    assert_eq!(next, format!("{USERS}?done=user-deleted"));
    let page = browser.read(&next).await;
    assert!(!page.contains(ANN), "{page}");
    app.sign_in(ANN, PASSWORD).await.with(401);
    browser.open(&path(&ann)).for_people().await.with(404);
    // The log still says what was done, and leads nowhere.
    let log = browser.read("/app/admin/audit").await;
    let subject = format!("User {}", ann.id);
    assert_has(&log, &["user deleted", &subject]);
    assert!(!log.contains(&format!("href=\"{}\"", path(&ann))), "{log}");
}

async fn the_only_administrator_stays_on_pages_too(app: App) {
    let (root, browser) = root(&app).await;
    let user = path(&root);
    let why = "You are the only administrator.";
    for fields in [
        &[("form", "demote")][..],
        &[("form", "disable"), ("links", "keep")],
    ] {
        let refused = browser.send(&user, fields).await.with(200);
        assert_has(&refused.body, &[why]);
    }
    let delete = browser.send(&format!("{user}/delete"), &[]);
    let refused = delete.for_people().await.with(409);
    assert_has(&refused.body, &[why]);
    browser.open("/app/admin").await.with(200);
}

async fn an_administrator_who_leaves_is_led_away((app, ann): (App, Member)) {
    app.promote(&ann).await;
    let (root, browser) = root(&app).await;
    let user = path(&root);
    let next = browser.done(&user, &[("form", "demote")]).await;
    assert_eq!(next, "/app?done=user-demoted");
    assert_has(&browser.read(&next).await, &["no longer an administrator"]);
    app.promote(&root).await;
    let fields = [("form", "disable"), ("links", "keep")];
    let left = browser.send(&user, &fields).await.with(303);
    assert_eq!(left.header("location"), "/?done=user-disabled");
    assert!(left.header("set-cookie").contains("Max-Age=0"), "{left:?}");
    assert!(!browser.is_signed_in().await);
}
