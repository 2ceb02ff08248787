//! Administration on the command line, of a service that runs.

use std::time::Instant;

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::{assert_hides, assert_says, until};
use crate::two_nodes::{Nodes, SOON};

on_both_databases!(
    users_are_administered_on_the_command_line,
    links_are_found_on_the_command_line,
    what_cannot_be_undone_requires_consent_and_is_recorded,
    both_nodes_hear_soon_what_the_command_line_does,
);

/// The JSON that a command prints.
async fn json_of(home: &Home, command: &str) -> Value {
    let printed = home.korotko(command).print().await;
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

/// The output of a command.
async fn run(home: &Home, command: &str) -> String {
    home.korotko(command).print().await
}

/// Ann, with the link `/promo?u=1`, and Bob, who is not verified.
async fn with_ann_and_bob(home: &Home) -> (Listening, Session) {
    let listening = home.korotko("serve").listen().await;
    let client = listening.client();
    client.must_register(ANN).await;
    client.must_register("bob@example.com").await;
    let verified = run(home, "users verify ann@example.com").await;
    assert_says(&verified, &["user 1", ANN, "verified"]);
    let session = client.sign_in(ANN).await;
    let link = json!({"url": "https://example.com/a", "slug": "promo"});
    client.make(&session, "/api/links/", &link).await;
    (listening, session)
}

async fn users_are_administered_on_the_command_line(home: Home) {
    let (listening, session) = with_ann_and_bob(&home).await;
    let promoted = run(&home, "users promote ann@example.com").await;
    assert_says(&promoted, &["is an administrator"]);
    let client = listening.client();
    let asked = client.signed(&session, Method::GET, "/api/admin/users/");
    let listed = Answer::to(asked).await.with(200).json();
    assert_eq!(json_of(&home, "users list --json").await, listed["items"]);
    let table = run(&home, "users list").await;
    let parts = [
        "E-MAIL ADDRESS",
        "bob@example.com",
        "unverified",
        "administrator",
    ];
    assert_says(&table, &parts);
    let searched = run(&home, "users list --search BOB --unverified").await;
    assert_says(&searched, &["bob@example.com"]);
    assert_hides(&searched, &[ANN]);
    let shown = json_of(&home, "users show 1 --json").await;
    assert_eq!((&shown["email"], &shown["links"]), (&json!(ANN), &json!(1)));
    let shown = run(&home, "users show ann@example.com").await;
    assert_says(&shown, &["email: ann@example.com", "links: 1"]);
    let said = home.korotko("users demote 1").refused(1).await;
    assert_says(&said, &["the only administrator"]);
    listening.stop().await;
}

async fn links_are_found_on_the_command_line(home: Home) {
    let (listening, _) = with_ann_and_bob(&home).await;
    let shown = json_of(&home, "links show 1 --json").await;
    assert_eq!(shown["owner_email"], ANN);
    let found = json_of(&home, "links list --json --search EXAMPLE.com/A").await;
    assert_eq!(found, json!([shown]));
    let none = json_of(&home, "links list --json --anonymous").await;
    assert_eq!(none, json!([]));
    let table = run(&home, "links list --user 1").await;
    assert_says(&table, &["/promo?u=1", ANN, "live"]);
    listening.stop().await;
}

async fn what_cannot_be_undone_requires_consent_and_is_recorded(home: Home) {
    let (listening, _) = with_ann_and_bob(&home).await;
    for command in ["links delete 1", "users delete bob@example.com"] {
        let said = home.korotko(command).refused(2).await;
        assert_says(&said, &["--yes"]);
        let with_consent = format!("{command} --yes");
        run(&home, &with_consent).await;
        home.korotko(&with_consent).refused(1).await;
    }
    listening.client().get("/promo?u=1").await.with(410);
    let log = json_of(&home, "audit-log list --json").await;
    let entries = log.as_array().unwrap().iter();
    let entries: Vec<_> = entries
        .map(|entry| (&entry["action"], &entry["actor_id"]))
        .collect();
    let by_nobody = |action: &str| (json!(action), Value::Null);
    let expected = ["user.delete", "link.delete", "user.verify"].map(by_nobody);
    let expected: Vec<_> = expected
        .iter()
        .map(|(action, actor)| (action, actor))
        .collect();
    assert_eq!(entries, expected);
    let table = run(&home, "audit-log list --user ann@example.com").await;
    let parts = ["command-line", "user.verify", "user 1 ann@example.com"];
    assert_says(&table, &parts);
    assert_hides(&table, &["link.delete", "bob"]);
    listening.stop().await;
}

/// Waits until `/promo` has this status on both nodes, which must be soon.
async fn promo_answers(clients: &[Client; 2], status: u16) {
    let began = Instant::now();
    for client in clients {
        until("both nodes know", async || {
            client.get("/promo").await.status == status
        })
        .await;
    }
    let took = began.elapsed();
    assert!(took < SOON, "{status}: {took:?}");
}

async fn is_refused(clients: &[Client; 2], session: &Session, key: &str) {
    for client in clients {
        assert!(!client.knows(session).await);
        let asked = client.request(Method::GET, "/api/links/");
        Answer::to(asked.bearer_auth(key)).await.with(401);
        let refused = client.try_sign_in(ANN).await;
        refused.refused(403, "account-disabled");
    }
}

/// The id of the one link with this share URL.
async fn shared_at(home: &Home, share_url: &str) -> Value {
    let command = format!("links list --json --search {share_url}");
    let search = home.korotko(&command);
    let search = search.with("PUBLIC_URL", "http://short.example");
    let found: Value = serde_json::from_str(&search.print().await).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    found[0]["id"].clone()
}

async fn both_nodes_hear_soon_what_the_command_line_does(home: Home) {
    let nodes = Nodes::on(&home).await;
    let clients = [nodes.one.client(), nodes.two.client()];
    for client in &clients {
        assert!(client.knows(&nodes.session).await);
    }
    promo_answers(&clients, 307).await;
    let key = json!({"name": "Extension", "scopes": ["links:read"]});
    let key = clients[0].make(&nodes.session, "/api/keys/", &key).await;
    run(&home, "users disable ann@example.com --links disable --yes").await;
    promo_answers(&clients, 410).await;
    is_refused(&clients, &nodes.session, key["key"].as_str().unwrap()).await;

    run(&home, "users enable ann@example.com").await;
    promo_answers(&clients, 307).await;
    let session = clients[1].sign_in(ANN).await;
    assert!(clients[0].knows(&session).await);
    let id = shared_at(&home, "http://short.example/promo").await;
    run(&home, &format!("links block {id} --reason Spam")).await;
    promo_answers(&clients, 410).await;
    run(
        &home,
        &format!("links block {id} --reason Order-12 --legal"),
    )
    .await;
    promo_answers(&clients, 451).await;
    run(&home, &format!("links unblock {id}")).await;
    promo_answers(&clients, 307).await;
    run(&home, &format!("links delete {id} --yes")).await;
    promo_answers(&clients, 410).await;
    // An administrator on one node sees what was done, on the other.
    run(&home, "users promote ann@example.com").await;
    let asked = clients[0].signed(&session, Method::GET, "/api/admin/audit-log/");
    let log = Answer::to(asked).await.with(200).json();
    assert_eq!(log["items"].as_array().unwrap().len(), 7);
    nodes.stop().await;
}
