//! Invitations to register.

use chrono::TimeDelta;
use korotko_core::user::{EmailDomain, Language, Registration, TermsUrl};
use korotko_testkit::ReceivedMail;
use serde_json::{Value, json};

use crate::support::{
    Answer, App, Ask, Member, PASSWORD, Setup, at_once, invitation_token, on_both_databases,
};

on_both_databases!(
    whoever_is_invited_registers_without_another_mail,
    an_invitation_works_once,
    of_concurrent_registrations_on_several_nodes_one_uses_the_invitation,
    an_invitation_that_failed_to_register_can_be_used_again,
    an_invitation_is_for_its_address_only,
    an_invitation_expires_after_seven_days,
    a_newer_invitation_replaces_an_older_one,
    concurrent_invitations_of_an_address_leave_one,
    a_forged_invitation_is_refused,
    an_invitation_is_shown_to_people_as_a_page,
    an_invitation_is_neither_required_nor_refused_while_registration_is_open,
    a_closed_registration_refuses_invitations,
    an_invitation_does_not_allow_another_domain,
);

const ANN: &str = "ann@example.com";

/// An application that requires invitations.
async fn by_invitation(mut setup: Setup) -> App {
    setup.policy.registration = Registration::Invite;
    setup.start().await
}

/// Invites an address; returns the mail.
async fn invite(app: &App, email: &str) -> ReceivedMail {
    let before = app.sink.mails();
    let before = before.iter().filter(|mail| mail.to == [email]).count();
    let invited = app.invite(email, Language::En).await;
    invited.unwrap();
    let mails = app.mails_to(email, before + 1).await;
    mails.into_iter().next_back().unwrap()
}

/// The token of the link in a mail.
fn token(app: &App, mail: &ReceivedMail) -> String {
    app.token_in(mail, "/invite/")
}

/// The path of the invitation in a mail.
fn path(app: &App, mail: &ReceivedMail) -> String {
    format!("/api/invitations/{}", token(app, mail))
}

fn register(app: &App, email: &str, invitation: &str) -> Ask {
    let body = json!({"email": email, "password": PASSWORD, "invitation": invitation});
    app.post("/api/users/register/", &body)
}

#[track_caller]
fn refused(answer: Answer) {
    let answer = answer.refused(422, "invitation-invalid");
    answer.names(["invitation"]);
}

async fn whoever_is_invited_registers_without_another_mail(setup: Setup) {
    let app = by_invitation(setup).await;
    app.register(ANN).await.refused(403, "invitation-required");
    let mail = invite(&app, ANN).await;
    let shown = app.get(&path(&app, &mail)).await.with(200).json();
    let expected = json!({
        "email": ANN, "expires_at": "2026-12-08T00:00:00+00:00", "terms_url": null
    });
    assert_eq!(shown, expected);
    let token = token(&app, &mail);
    // Reading the invitation did not use it.
    let registered = register(&app, "Ann@Example.com", &token).await.with(201);
    let message = registered.text("message");
    assert!(message.contains("Sign in"), "{message}");
    app.idle().await;
    assert_eq!(app.sink.mails().len(), 1);
    let ann = app.session(ANN, PASSWORD).await;
    let me = ann.get("/api/users/me").await.with(200).json();
    assert_eq!(me["verified_at"], "2026-12-01T00:00:00+00:00");
    assert_eq!(me["email"], "Ann@Example.com");
}

async fn an_invitation_works_once(setup: Setup) {
    let app = by_invitation(setup).await;
    let mail = invite(&app, ANN).await;
    let token = token(&app, &mail);
    register(&app, ANN, &token).await.with(201);
    refused(register(&app, ANN, &token).await);
    // Not even when the address is free again.
    let ann = app.session(ANN, PASSWORD).await;
    delete_account(&ann).await;
    refused(register(&app, ANN, &token).await);
    let gone = app.get(&path(&app, &mail)).await;
    gone.refused(404, "invitation-not-found");
    assert_eq!(app.count_users().await, 0);
}

async fn delete_account(member: &Member) {
    let deletion = member.delete("/api/users/me/");
    deletion
        .json(&json!({"password": PASSWORD}))
        .await
        .with(204);
}

async fn of_concurrent_registrations_on_several_nodes_one_uses_the_invitation(mut setup: Setup) {
    setup.policy.registration = Registration::Invite;
    let nodes = [
        setup.start().await,
        setup.start().await,
        setup.start().await,
    ];
    let token = token(&nodes[0], &invite(&nodes[0], ANN).await);
    let asks = (0..60).map(|number| register(&nodes[number % 3], ANN, &token).insistently());
    let mut created = 0;
    for answer in at_once(asks).await {
        match answer.status {
            201 => created += 1,
            // Found its invitation just before the winner used it, and the address just after.
            409 => drop(answer.refused(409, "email-taken")),
            _ => refused(answer),
        }
    }
    assert_eq!(created, 1);
    assert_eq!(nodes[0].count_users().await, 1);
}

async fn an_invitation_that_failed_to_register_can_be_used_again(setup: Setup) {
    let app = by_invitation(setup).await;
    let token = token(&app, &invite(&app, ANN).await);
    let weak = json!({"email": ANN, "password": "Short12", "invitation": token});
    let weak = app.post("/api/users/register/", &weak).await;
    weak.invalid(["password"]);
    register(&app, ANN, &token).await.with(201);
}

async fn an_invitation_is_for_its_address_only(setup: Setup) {
    let app = by_invitation(setup).await;
    let token = token(&app, &invite(&app, ANN).await);
    for email in ["bob@example.com", "ann@example.org", "ann+1@example.com"] {
        refused(register(&app, email, &token).await);
    }
    register(&app, ANN, &token).await.with(201);
}

async fn an_invitation_expires_after_seven_days(setup: Setup) {
    let app = by_invitation(setup).await;
    let mail = invite(&app, ANN).await;
    let token = token(&app, &mail);
    app.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
    app.get(&path(&app, &mail)).await.with(200);
    app.advance(TimeDelta::seconds(1));
    refused(register(&app, ANN, &token).await);
    let gone = app.get(&path(&app, &mail)).await;
    gone.refused(404, "invitation-not-found");
    let swept = app.korotko.jobs.sweep().await.unwrap();
    // The worker may have been first.
    assert!(swept.expired_invitations <= 1);
    assert_eq!(
        app.korotko.jobs.sweep().await.unwrap().expired_invitations,
        0
    );
}

async fn a_newer_invitation_replaces_an_older_one(setup: Setup) {
    let app = by_invitation(setup).await;
    let first = token(&app, &invite(&app, ANN).await);
    let second = token(&app, &invite(&app, ANN).await);
    assert_ne!(first, second);
    refused(register(&app, ANN, &first).await);
    register(&app, ANN, &second).await.with(201);
    let again = app.invite(ANN, Language::En).await;
    let text = again.unwrap_err().to_string();
    assert!(text.contains("already has an account"), "{text}");
}

async fn concurrent_invitations_of_an_address_leave_one(setup: Setup) {
    let app = by_invitation(setup).await;
    let invite = || async { app.invite(ANN, Language::En).await };
    let (one, two, three) = tokio::join!(invite(), invite(), invite());
    let made = [one.unwrap(), two.unwrap(), three.unwrap()];
    app.idle().await;
    let mut valid = 0;
    for invitation in made {
        let path = format!("/api/invitations/{}", invitation_token(invitation.id.0));
        let found = app.get(&path).await;
        valid += usize::from(found.status == 200);
    }
    assert_eq!(valid, 1);
}

async fn a_forged_invitation_is_refused(setup: Setup) {
    let app = by_invitation(setup).await;
    let genuine = token(&app, &invite(&app, ANN).await);
    let (id, tag) = genuine.split_once('-').unwrap();
    let flipped = tag.replace(['0', '1'], "2");
    for forged in [
        "",
        "-",
        id,
        &format!("{id}-"),
        &format!("{id}-{flipped}"),
        &format!("{}-{tag}", id.parse::<i64>().unwrap() + 1),
        &format!("+{genuine}"),
        &invitation_token(99),
        &crate::support::unsubscribe_token(1),
        &crate::support::verification_token(ANN),
    ] {
        refused(register(&app, ANN, forged).await);
        if !forged.is_empty() {
            let path = format!("/api/invitations/{forged}");
            let refused = app.get(&path).await;
            refused.refused(404, "invitation-not-found");
        }
    }
    let long = "1".repeat(10_000);
    register(&app, ANN, &long).await.with(422);
    register(&app, ANN, &genuine).await.with(201);
}

/// Requests a path as a browser does.
fn open(app: &App, path: &str) -> Ask {
    app.get(path).header("Accept", "text/html,*/*;q=0.8")
}

async fn an_invitation_is_shown_to_people_as_a_page(mut setup: Setup) {
    let terms = "https://example.com/terms?a=1&b=2";
    setup.policy.terms_url = Some(TermsUrl::parse(terms).unwrap());
    let app = by_invitation(setup).await;
    let email = "o'hara&co@example.com";
    let mail = invite(&app, email).await;
    let path = path(&app, &mail);
    let page = open(&app, &path).await.with(200);
    assert!(page.header("content-type").starts_with("text/html"));
    for text in [
        "o&#39;hara&amp;co@example.com",
        "2026-12-08 00:00 UTC",
        &token(&app, &mail),
        "/docs#/Accounts/registerUser",
        "https://example.com/terms?a=1&amp;b=2",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    // Other programs add parameters to links in mails.
    app.get(&format!("{path}?utm_source=mail")).await.with(200);
    let gone = open(&app, "/api/invitations/1-00").for_people().await;
    let gone = gone.with(404);
    assert!(gone.body.contains("ask for a new one"), "{}", gone.body);
    let russian = app.invite("bob@example.com", Language::Ru);
    russian.await.unwrap();
    let mail = app.mail_to("bob@example.com").await;
    let path = format!("/api/invitations/{}", token(&app, &mail));
    let page = open(&app, &path).await.with(200);
    assert!(page.body.contains("Вас приглашают"), "{}", page.body);
}

async fn an_invitation_is_neither_required_nor_refused_while_registration_is_open(app: App) {
    let token = token(&app, &invite(&app, ANN).await);
    register(&app, ANN, &token).await.with(201);
    app.session(ANN, PASSWORD).await;
    let null = json!({"email": "bob@example.com", "password": PASSWORD, "invitation": Value::Null});
    app.post("/api/users/register/", &null).await.with(201);
}

async fn a_closed_registration_refuses_invitations(mut setup: Setup) {
    let app = by_invitation(setup.clone()).await;
    let mail = invite(&app, ANN).await;
    setup.policy.registration = Registration::Closed;
    let closed = setup.start().await;
    let answer = register(&closed, ANN, &token(&app, &mail)).await;
    answer.refused(403, "registration-closed");
    let shown = closed.get(&path(&app, &mail)).await;
    shown.refused(403, "registration-closed");
    let invited = closed.invite(ANN, Language::En).await;
    let text = invited.unwrap_err().to_string();
    assert!(text.contains("registration is closed"), "{text}");
}

async fn an_invitation_does_not_allow_another_domain(mut setup: Setup) {
    let app = by_invitation(setup.clone()).await;
    let token = token(&app, &invite(&app, ANN).await);
    let domain = EmailDomain::parse("example.org").unwrap();
    setup.policy.allowed_email_domains = vec![domain];
    let strict = by_invitation(setup).await;
    let answer = register(&strict, ANN, &token).await;
    answer.invalid(["email"]);
    let invited = strict.invite(ANN, Language::En).await;
    invited.unwrap_err();
}
