//! What cannot be undone is asked about on a terminal, and refused elsewhere without `--yes`.

use serde_json::{Value, json};

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::{Program, assert_says};
use crate::terminal::on_terminal;

on_both_databases!(a_question_on_a_terminal_decides);

/// What cannot be undone, and how it is asked about, with a user, an anonymous link, an abuse report about it, and an invitation.
const ACTS: [(&str, &str); 7] = [
    (
        "users disable 1 --links keep",
        "deleting the API keys of user 1 (ann@example.com)",
    ),
    (
        "keys delete --user 1",
        "deleting all API keys of user 1 (ann@example.com)",
    ),
    (
        "abuse-reports close 1 --outcome upheld",
        "closing abuse report 1 as upheld",
    ),
    ("links delete 1", "deleting link 1 (http://short.example/a)"),
    ("invitations delete 1", "deleting invitation 1"),
    (
        "users delete ann@example.com",
        "deleting user 1 (ann@example.com) with all their data",
    ),
    (
        "migrate down 2",
        "reverting the last 2 migrations with their data",
    ),
];

/// Makes the user, the link and the abuse report.
async fn prepare(serve: &Program) {
    let listening = serve.listen().await;
    let client = listening.client();
    client.must_register(ANN).await;
    let link = json!({"url": "https://example.com", "slug": "a"});
    client.post("/api/links/", &link).await.with(201);
    let report = json!({"url": "http://short.example/a", "category": "spam"});
    client.post("/api/abuse-reports/", &report).await.with(202);
    listening.stop().await;
}

async fn a_question_on_a_terminal_decides(home: Home) {
    let korotko = |arguments: &str| {
        let korotko = home.korotko(arguments);
        korotko.with("PUBLIC_URL", "http://short.example")
    };
    prepare(&korotko("serve")).await;
    korotko("invitations create bob@example.com").print().await;
    let log = korotko("audit-log list --json");
    let acts = log.print().await;
    let status = korotko("migrate status --json");
    let before = status.print().await;
    for (command, asked) in ACTS {
        let said = korotko(command).refused(2).await;
        let refused = format!("korotko: {asked} cannot be undone; add --yes to do it");
        assert_says(&said, &[&refused]);
        for answer in ["n", "", "yeah"] {
            let declined = on_terminal(korotko(command), answer).run().await;
            assert_eq!(declined.code, Some(1), "{declined:?}");
            let question = format!("{asked} cannot be undone. Do it? [y/N]");
            assert_says(&declined.stdout, &[&question, "nothing was changed"]);
        }
    }
    let users: Value = serde_json::from_str(&korotko("users list --json").print().await).unwrap();
    assert_eq!(users[0]["disabled_at"], Value::Null);
    assert_eq!(log.print().await, acts);
    assert_eq!(status.print().await, before);

    for (command, _) in ACTS {
        on_terminal(korotko(command), "y").print().await;
    }
    assert_ne!(status.print().await, before);
}

#[tokio::test]
async fn consent_is_not_asked_for_what_does_not_exist() {
    let home = Home::sqlite();
    home.korotko("migrate up").print().await;
    for command in [
        "users disable 7 --links keep",
        "users delete ann@example.com",
        "abuse-reports close 7 --outcome upheld",
        "links delete 7",
        "keys delete 7",
        "keys delete --user 7",
    ] {
        let said = home.korotko(command).refused(1).await;
        assert_says(&said, &["not found"]);
    }
}
