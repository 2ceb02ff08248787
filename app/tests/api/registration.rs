//! Registration: one account per address.

use korotko_testkit::Stage;
use serde_json::json;

use crate::support::{App, PASSWORD, at_once, on_both_databases};

on_both_databases!(
    of_concurrent_registrations_one_succeeds,
    a_taken_email_is_refused_in_every_spelling,
    an_address_is_shown_as_typed_in_nfc,
    an_invalid_address_is_refused,
);

const AT_ONCE: usize = 200;

async fn of_concurrent_registrations_one_succeeds(app: App) {
    let asks = (0..AT_ONCE).map(|number| {
        let email = ["ann@example.com", "Ann@EXAMPLE.com"][number % 2];
        let body = json!({"email": email, "password": PASSWORD});
        app.post("/api/users/register/", &body).insistently()
    });
    let mut created = 0;
    for answer in at_once(asks).await {
        match answer.status {
            201 => created += 1,
            _ => drop(answer.refused(409, "email-taken")),
        }
    }
    assert_eq!(created, 1);
    assert_eq!(app.count_users().await, 1);
    assert_eq!(app.jobs(&[]).await.len(), 1);
    // The next mail is the second one, so there was only one before.
    app.register("bob@example.com").await.with(201);
    app.mail_to("bob@example.com").await;
    assert_eq!(app.sink.mails().len(), 2);
}

async fn a_taken_email_is_refused_in_every_spelling(app: App) {
    for (taken, others) in [
        (
            "Ann@Example.com",
            ["ann@example.com", "ANN@EXAMPLE.COM", "aNN@eXAMPLE.cOM"],
        ),
        (
            "ann@пример.рф",
            [
                "ann@xn--e1afmkfd.xn--p1ai",
                "Ann@ПРИМЕР.РФ",
                "ANN@XN--E1AFMKFD.XN--P1AI",
            ],
        ),
        // One letter, or a letter and an accent.
        (
            "ann@caf\u{e9}.example",
            [
                "ann@cafe\u{301}.example",
                "ann@CAF\u{c9}.example",
                "ann@xn--caf-dma.example",
            ],
        ),
    ] {
        app.register(taken).await.with(201);
        for other in others.into_iter().chain([taken]) {
            app.register(other).await.refused(409, "email-taken");
        }
    }
    // Verified or not.
    let mail = app.mail_to("ann@xn--caf-dma.example").await;
    app.follow_mail(&mail).await.with(200);
    let again = app.register("ann@caf\u{e9}.example").await;
    again.refused(409, "email-taken");
    assert_eq!(app.count_users().await, 3);
}

async fn an_address_is_shown_as_typed_in_nfc(app: App) {
    let (lee, resume) = ("Ann.Lee@example.com", "ann@re\u{301}sume\u{301}.example");
    let composed = "ann@r\u{e9}sum\u{e9}.example";
    for (typed, mailed, signed_in, shown) in [
        (lee, lee, "ann.lee@EXAMPLE.com", lee),
        (resume, "ann@xn--rsum-bpad.example", resume, composed),
    ] {
        app.register(typed).await.with(201);
        let mail = app.mail_to(mailed).await;
        app.follow_mail(&mail).await.with(200);
        app.register(shown).await.refused(409, "email-taken");
        let member = app.session(signed_in, PASSWORD).await;
        let me = member.get("/api/users/me").await.with(200);
        assert_eq!(me.text("email"), shown);
    }
}

async fn an_invalid_address_is_refused(app: App) {
    // None of these would be accepted by the mail server.
    app.sink.reply_to(Stage::Rcpt, "550 5.1.1 nobody", 1000);
    for text in [
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "ann@@example.com",
        "Ann <ann@example.com>",
        "ann@[127.0.0.1]",
        "ann@example.com ",
        "ann@example.com\r\nBcc: bob@example.com",
        "ann\u{0}@example.com",
        "ann@example.com,bob@example.com",
        "ann@exa mple.com",
        "ann@-example.com",
    ] {
        app.register(text).await.invalid(["email"]);
    }
    let long = format!("{}@example.com", "a".repeat(65));
    app.register(&long).await.refused(422, "invalid");
    assert_eq!(app.count_users().await, 0);
    // All errors are reported at once.
    let refused = app.register_with("nobody", "Short12").await;
    refused.invalid(["email", "password"]);
}
