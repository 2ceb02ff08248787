//! Registration, and mails on request.

use chrono::TimeDelta;
use korotko_core::rate_limit::RateLimits;
use serde_json::json;

use super::{RESEND, RESET, assert_limited, from, generous, per_minute, post_email, start};
use crate::support::{ANN, Answer, App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    registrations_and_requests_for_mails_are_limited_by_network,
    five_mails_a_day_reach_an_address_and_the_answers_do_not_say_so,
    requests_to_change_an_address_are_limited_by_account,
    a_change_of_address_sends_five_mails_a_day_to_each_address,
);

async fn registrations_and_requests_for_mails_are_limited_by_network(setup: Setup) {
    let limits = RateLimits {
        registration: per_minute(2),
        mail_requests: per_minute(2),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let register = async |client: &str, name: &str| {
        let body = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
        from(client, app.post("/api/users/register/", &body)).await
    };
    register("203.0.113.1", "ann").await.with(201);
    // Taken addresses count, so that nobody can try many.
    register("203.0.113.1", "ann")
        .await
        .refused(409, "email-taken");
    assert_limited(register("203.0.113.1", "bob").await, "registration");
    register("203.0.113.2", "bob").await.with(201);
    // Both operations together, whether or not there is an account.
    for (client, path, email) in [
        ("203.0.113.1", RESEND, ANN),
        ("203.0.113.1", RESET, "nobody@example.com"),
        ("203.0.113.2", RESET, ANN),
        ("203.0.113.2", RESEND, "nobody@example.com"),
    ] {
        post_email(&app, client, path, email).await.with(202);
    }
    for (path, email) in [(RESEND, ANN), (RESET, ANN), (RESET, "nobody@example.com")] {
        let refused = post_email(&app, "203.0.113.1", path, email).await;
        assert_limited(refused, "mail-requests");
    }
    post_email(&app, "203.0.114.1", RESET, ANN).await.with(202);
}

/// The answer to a request for a mail.
async fn ask_for_mail(app: &App, path: &str, email: &str) -> String {
    let answer = post_email(app, "203.0.113.1", path, email).await;
    answer.with(202).body
}

/// Once all jobs are done, exactly so many mails were sent to an address, with the one of the registration.
async fn assert_mails(app: &App, email: &str, count: usize) {
    app.idle().await;
    assert_eq!(app.mails_to(email, count).await.len(), count, "{email}");
}

async fn five_mails_a_day_reach_an_address_and_the_answers_do_not_say_so(setup: Setup) {
    let limits = RateLimits {
        mails: RateLimits::default().mails,
        ..generous()
    };
    let (app, bob) = (start(setup, &limits).await, "bob@example.com");
    app.verified(ANN, PASSWORD).await;
    app.register(bob).await.with(201);
    let mut answers = vec![ask_for_mail(&app, RESET, "nobody@example.com").await];
    for _ in 0..8 {
        answers.push(ask_for_mail(&app, RESET, ANN).await);
        // She is verified already, so nothing is sent, nor counted.
        ask_for_mail(&app, RESEND, ANN).await;
        ask_for_mail(&app, RESEND, bob).await;
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    for email in [ANN, bob] {
        assert_mails(&app, email, 1 + 5).await;
    }
    app.advance(TimeDelta::hours(23));
    ask_for_mail(&app, RESET, ANN).await;
    assert_mails(&app, ANN, 1 + 5).await;
    app.advance(TimeDelta::hours(1));
    ask_for_mail(&app, RESET, "Ann@EXAMPLE.com").await;
    assert_mails(&app, ANN, 1 + 5 + 1).await;
}

/// The answer to a request to change the address.
async fn change_email(client: &str, member: &Member, new_email: &str, password: &str) -> Answer {
    let body = json!({"new_email": new_email, "password": password});
    from(client, member.post("/api/users/email/", &body)).await
}

async fn requests_to_change_an_address_are_limited_by_account(setup: Setup) {
    let limits = RateLimits {
        mail_requests: per_minute(2),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let new = "anna@example.org";
    let wrong = change_email("203.0.113.1", &ann, new, "Wrong-passw0rd").await;
    wrong.refused(422, "wrong-password");
    let invalid = change_email("203.0.113.1", &ann, "nobody", PASSWORD).await;
    invalid.invalid(["new_email"]);
    let accepted = change_email("203.0.113.2", &ann, new, PASSWORD).await;
    accepted.with(202);
    // From whatever network, and whether or not the password is right.
    for password in [PASSWORD, "Wrong-passw0rd"] {
        let refused = change_email("203.0.113.3", &ann, new, password).await;
        assert_limited(refused, "mail-requests");
    }
    let accepted = change_email("203.0.113.1", &bob, "bobby@example.org", PASSWORD).await;
    accepted.with(202);
    // The requests of strangers for mails to her are counted apart.
    let asked = post_email(&app, "203.0.113.4", RESET, ANN).await;
    asked.with(202);
}

async fn a_change_of_address_sends_five_mails_a_day_to_each_address(setup: Setup) {
    let limits = RateLimits {
        mails: RateLimits::default().mails,
        ..generous()
    };
    let app = start(setup, &limits).await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let new = "anna@example.org";
    for _ in 0..7 {
        let accepted = change_email("203.0.113.1", &ann, new, PASSWORD).await;
        accepted.with(202);
        // Each request is mailed before the next replaces it.
        app.idle().await;
    }
    assert_mails(&app, ANN, 1 + 5).await;
    assert_mails(&app, new, 5).await;
    // If one of the addresses has no mail left, nothing is sent to the other either.
    let accepted = change_email("203.0.113.1", &bob, new, PASSWORD).await;
    accepted.with(202);
    assert_mails(&app, new, 5).await;
    assert_mails(&app, &bob.email, 1).await;
    let me = bob.read("/api/users/me/").await;
    assert!(me["pending_email"].is_null(), "{me}");
}
