//! Confirming a change of address.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{BROWSER, ME, NEW, is_refused, mails_so_far, opens, pending, requested};
use crate::support::{
    App, Member, PASSWORD, at_once, invitation_token, on_both_databases, unsubscribe_token,
    verification_token,
};

on_both_databases!(
    an_address_changes_once_both_addresses_have_confirmed_it_in_either_order,
    one_link_cannot_be_used_for_the_other,
    the_links_of_a_change_expire_after_24_hours,
    an_earlier_reset_token_does_not_work_after_a_change,
    of_two_users_who_want_one_address_one_gets_it,
    an_address_registered_since_the_request_is_refused,
    a_lapsed_account_does_not_keep_an_address,
    a_head_request_confirms_nothing,
    a_browser_gets_a_page_about_a_wrong_link,
);

async fn an_address_changes_once_both_addresses_have_confirmed_it_in_either_order(
    (app, ann, bob): (App, Member, Member),
) {
    for (member, new, first) in [(&ann, NEW, 0), (&bob, "Bobby@example.org", 1)] {
        let links = requested(&app, member, new).await;
        opens(&app, &links[first], "the other address").await;
        let me = member.read(ME).await;
        assert_eq!(
            (&me["email"], &me["pending_email"]),
            (&json!(member.email), &json!(new))
        );
        opens(&app, &links[1 - first], "has changed").await;

        assert!(!app.is_signed_in(member).await);
        let old = app.sign_in(&member.email, PASSWORD).await;
        old.refused(401, "invalid-credentials");
        let changed = app.session(new, PASSWORD).await;
        assert_eq!(changed.id, member.id);
        let me = changed.read(ME).await;
        assert_eq!(
            (&me["email"], &me["pending_email"]),
            (&json!(new), &Value::Null)
        );
        assert_eq!(me["verified_at"], "2026-12-01T00:00:00+00:00");
        for link in &links {
            opens(&app, link, "already confirmed").await;
        }
    }
    // The old address is free again.
    app.register(&ann.email).await.with(201);
}

async fn one_link_cannot_be_used_for_the_other((app, ann): (App, Member)) {
    let [old, new] = requested(&app, &ann, NEW).await;
    let tokens = [&old, &new].map(|link| link.rsplit('/').next().unwrap().to_owned());
    let [(id, of_old), (_, of_new)] = [0, 1].map(|index| tokens[index].split_once('-').unwrap());
    assert_ne!(of_old, of_new);
    let number: i64 = id.parse().unwrap();
    for forged in [
        "-",
        id,
        &format!("{id}-"),
        &format!("{id}-{}", of_old.to_uppercase()),
        &format!("{}-{of_old}", number + 1),
        &format!("0{id}-{of_new}"),
        &format!("{id}-{of_new}{of_old}"),
        &invitation_token(number),
        &unsubscribe_token(number),
        &verification_token(&ann.email),
    ] {
        is_refused(&app, &format!("/api/users/email/confirm/{forged}")).await;
    }
    opens(&app, &old, "the other address").await;
    for _ in 0..3 {
        opens(&app, &old, "already confirmed").await;
    }
    assert_eq!(ann.read(ME).await["email"], json!(ann.email));
    opens(&app, &new, "has changed").await;
}

async fn the_links_of_a_change_expire_after_24_hours((app, ann, bob): (App, Member, Member)) {
    let links = requested(&app, &ann, NEW).await;
    app.advance(TimeDelta::seconds(1));
    let others = requested(&app, &bob, "bobby@example.org").await;
    opens(&app, &links[0], "the other address").await;
    app.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    for link in &links {
        is_refused(&app, link).await;
    }
    opens(&app, &others[0], "the other address").await;
    opens(&app, &others[1], "has changed").await;
    let ann = app.session(&ann.email, PASSWORD).await;
    assert_eq!(pending(&ann).await, Value::Null);
    // They are kept for another day, for the mail to the old address.
    app.advance(TimeDelta::hours(24));
    let swept = app.korotko.jobs.sweep().await.unwrap();
    // The worker may have been first.
    assert!(swept.email_changes <= 2);
    assert_eq!(app.korotko.jobs.sweep().await.unwrap().email_changes, 0);
}

async fn an_earlier_reset_token_does_not_work_after_a_change((app, ann): (App, Member)) {
    let token = app.reset_token(&ann.email).await;
    let key = ann.key(&["links:read"]).await.text("key");
    for link in requested(&app, &ann, NEW).await {
        app.get(&link).await.with(200);
    }
    let body = json!({"token": token, "new_password": "Correct Horse 7"});
    let refused = app.post("/api/users/password-reset/confirm/", &body).await;
    refused.refused(400, "reset-token-invalid");
    app.session(NEW, PASSWORD).await;
    // Programs continue to work.
    app.get("/api/links/").bearer(&key).await.with(200);
    // The old mailbox gets no token any more.
    app.idle().await;
    let mails = mails_so_far(&app, &ann.email);
    let body = json!({"email": ann.email});
    app.post("/api/users/password-reset/", &body)
        .await
        .with(202);
    app.idle().await;
    assert_eq!(mails_so_far(&app, &ann.email), mails);
}

async fn of_two_users_who_want_one_address_one_gets_it((app, ann, bob): (App, Member, Member)) {
    let mut last = Vec::new();
    for member in [&ann, &bob] {
        let [old, new] = requested(&app, member, NEW).await;
        opens(&app, &old, "the other address").await;
        last.push(new);
    }
    let asks = last.iter().map(|link| app.get(link).insistently());
    let answers = at_once(asks).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|one| one.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 1));
    for answer in lost {
        answer.refused(409, "email-taken");
    }
    let winner = app.session(NEW, PASSWORD).await.id;
    let loser = if winner == ann.id { &bob } else { &ann };
    assert!(app.is_signed_in(loser).await);
    assert_eq!(loser.read(ME).await["email"], json!(loser.email));
}

async fn an_address_registered_since_the_request_is_refused((app, ann): (App, Member)) {
    let links = requested(&app, &ann, NEW).await;
    app.register("Anna@Example.org").await.with(201);
    opens(&app, &links[1], "the other address").await;
    let page = app.get(&links[0]).header("Accept", BROWSER).for_people();
    let page = page.await.with(409);
    assert!(
        page.body.contains("already has an account"),
        "{}",
        page.body
    );
    app.get(&links[0]).await.refused(409, "email-taken");
    assert!(app.is_signed_in(&ann).await);
    assert_eq!(ann.read(ME).await["email"], json!(ann.email));
}

async fn a_lapsed_account_does_not_keep_an_address(app: App) {
    app.register(NEW).await.with(201);
    app.mail_to(NEW).await;
    app.advance(TimeDelta::hours(24));
    let ann = app.member("ann").await;
    for link in requested(&app, &ann, NEW).await {
        app.get(&link).await.with(200);
    }
    assert_eq!(app.session(NEW, PASSWORD).await.id, ann.id);
    assert_eq!(app.count_users().await, 1);
}

async fn a_head_request_confirms_nothing((app, ann): (App, Member)) {
    let links = requested(&app, &ann, NEW).await;
    for link in &links {
        let looked = app.head(link).await.with(200);
        assert_eq!(looked.body, "");
    }
    opens(&app, &links[0], "the other address").await;
    app.head(&links[1]).await.with(200);
    assert!(app.is_signed_in(&ann).await);
    opens(&app, &links[1], "has changed").await;
}

async fn a_browser_gets_a_page_about_a_wrong_link(app: App) {
    let link = "/api/users/email/confirm/%3Cscript%3E";
    for (language, text) in [("en", "request the change"), ("ru", "Запросите изменение")]
    {
        let page = app.get(link).header("Accept", BROWSER).for_people();
        let page = page.header("Accept-Language", language).await.with(400);
        assert!(page.body.starts_with("<!doctype html>"), "{}", page.body);
        assert!(page.body.contains(text), "{}", page.body);
        assert!(!page.body.contains("<script>"), "{}", page.body);
    }
    // Other programs add parameters to links in mails.
    let refused = app.get("/api/users/email/confirm/x?utm_source=mail").await;
    refused.refused(400, "email-change-token-invalid");
}
