//! The pages to which the links in mails lead.

use korotko_core::user::{Language, Registration};
use serde_json::json;

use crate::support::{ANN, App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    opening_the_link_of_a_change_of_address_confirms_nothing_and_its_button_does,
    the_link_of_a_reset_mail_leads_to_a_page_that_sets_a_password,
    the_link_of_an_invitation_leads_to_a_page_that_registers,
    a_verification_link_answers_a_browser_with_a_page,
);

const NEW: &str = "anna@example.org";
const NEW_PASSWORD: &str = "Correct Horse 7";

async fn opening_the_link_of_a_change_of_address_confirms_nothing_and_its_button_does(
    (app, ann): (App, Member),
) {
    let body = json!({"new_email": NEW, "password": PASSWORD});
    ann.post("/api/users/email/", &body).await.with(202);
    let old = app.mails_to(ANN, 2).await.pop().unwrap();
    let new = app.mail_to(NEW).await;
    let links = [&old, &new].map(|mail| app.link_in(mail));
    for link in &links {
        for _ in 0..2 {
            let page = app.page(link).await.with(200);
            let form = format!("<form method=\"post\" action=\"{link}\">");
            assert!(page.body.contains(&form), "{}", page.body);
        }
    }
    assert_eq!(ann.read("/api/users/me/").await["email"], json!(ANN));
    for (link, text) in links.iter().zip(["the other address", "has changed"]) {
        let page = app.form(link, &[]).await.with(200);
        assert!(page.body.contains(text), "{}", page.body);
    }
    app.session(NEW, PASSWORD).await;
    let wrong = app.form("/email/1-00", &[]).for_people().await.with(400);
    let text = "Request the change of the address again";
    assert!(wrong.body.contains(text), "{}", wrong.body);
}

async fn the_link_of_a_reset_mail_leads_to_a_page_that_sets_a_password(app: App) {
    app.verified(ANN, PASSWORD).await;
    let path = format!("/reset/{}", app.reset_token(ANN).await);
    let page = app.page(&path).await.with(200);
    assert!(page.body.contains("name=\"new_password\""), "{}", page.body);
    let weak = app.form(&path, &[("new_password", "short")]);
    let weak = weak.for_people().await;
    assert!(weak.body.contains("aria-invalid"), "{}", weak.body);
    let set = app.form(&path, &[("new_password", NEW_PASSWORD)]);
    let set = set.await.with(303);
    assert_eq!(set.header("location"), "/signin?done=password-set");
    app.sign_in(ANN, NEW_PASSWORD).await.with(200);
    let again = app.form(&path, &[("new_password", PASSWORD)]);
    let again = again.for_people().await;
    assert!(again.body.contains("used or expired"), "{}", again.body);
    app.sign_in(ANN, PASSWORD).await.with(401);
}

async fn the_link_of_an_invitation_leads_to_a_page_that_registers(mut setup: Setup) {
    setup.policy.registration = Registration::Invite;
    let app = setup.start().await;
    app.invite(ANN, Language::En).await.unwrap();
    let mail = app.mail_to(ANN).await;
    let token = app.token_in(&mail, "/invite/");
    let page = app.page(&app.link_in(&mail)).await.with(200);
    for text in [ANN, token.as_str(), "readonly"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let fields = [
        ("email", ANN),
        ("password", PASSWORD),
        ("invitation", token.as_str()),
    ];
    let registered = app.form("/signup", &fields).await.with(303);
    assert_eq!(registered.header("location"), "/signin?done=registered");
    app.session(ANN, PASSWORD).await;
    // A second time.
    let fields = [
        ("email", "bob@example.com"),
        ("password", PASSWORD),
        ("invitation", token.as_str()),
    ];
    let refused = app.form("/signup", &fields).for_people().await;
    let text = "The invitation is used, expired, or of another address.";
    assert!(refused.body.contains(text), "{}", refused.body);
    let gone = app.page(&app.link_in(&mail)).for_people().await.with(404);
    assert!(gone.body.contains("Ask for a new one"), "{}", gone.body);
}

async fn a_verification_link_answers_a_browser_with_a_page(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    let wrong = app.page("/api/email-verification/x").for_people();
    let pages = [
        (app.page(&link).await.with(200), "is verified", true),
        (app.page(&link).await.with(200), "already verified", true),
        (wrong.await.with(400), "invalid or expired", false),
    ];
    for (page, text, leads_on) in pages {
        assert!(page.body.contains(text), "{}", page.body);
        let button = "<a class=\"button\" href=\"/signin\">";
        assert_eq!(page.body.contains(button), leads_on, "{}", page.body);
        let policy = page.header("content-security-policy");
        assert!(policy.contains("style-src 'self'"), "{policy}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("set-cookie"), "");
    }
}
