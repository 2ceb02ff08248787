//! Abuse: lists of hosts that change while the service runs, reports on the command line, and `security.txt`.

use serde_json::{Value, json};

use crate::client::Client;
use crate::home::{Home, on_both_databases};
use crate::lines::Lines;
use crate::program::{assert_says, until};

on_both_databases!(
    a_list_of_hosts_takes_effect_while_the_service_runs,
    reports_are_mailed_and_decided_on_the_command_line,
);

const EVIL: &str = "https://www.evil.example/login";

/// The status of creating an anonymous link to this URL.
async fn created(client: &Client, url: &str) -> u16 {
    let body = json!({"url": url});
    client.post("/api/links/", &body).await.status
}

/// The first event with this name in the log of a program.
async fn event(log: &Lines, name: &str) -> Value {
    let wanted = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        (line["event"] == name).then_some(line)
    };
    log.find(name, wanted).await
}

async fn answers(client: &Client, path: &str, status: u16) {
    until("the link has this status", async || {
        client.get(path).await.status == status
    })
    .await;
}

async fn a_list_of_hosts_takes_effect_while_the_service_runs(home: Home) {
    let file = home.file("blocked", "0.0.0.0 bad.example\nno host\n");
    let serve = home.korotko("serve").with("BLOCKED_HOSTS", &file);
    let listening = serve.listen().await;
    let client = listening.client();
    assert_eq!(created(&client, "https://bad.example/").await, 422);
    let body = json!({"url": EVIL, "slug": "evil"});
    client.post("/api/links/", &body).await.with(201);
    client.get("/evil").await.with(307);
    home.file("blocked", ".evil.example\n");
    answers(&client, "/evil", 410).await;
    assert_eq!(created(&client, EVIL).await, 422);
    assert_eq!(created(&client, "https://bad.example/").await, 201);
    // The command line has the same list.
    client.must_register("ann@example.com").await;
    let csv = home.file("links.csv", &format!("url\n{EVIL}\n"));
    let import = home.korotko(&format!("import {csv} --user ann@example.com"));
    let imported = import.with("BLOCKED_HOSTS", &file).run().await;
    assert_eq!(imported.code, Some(1), "{imported:?}");
    assert_says(&imported.stdout, &["blocked", "1 failed"]);
    std::fs::remove_file(&file).unwrap();
    let other = home.file("other", "# nothing\n");
    std::fs::rename(other, &file).unwrap();
    answers(&client, "/evil", 307).await;
    let log = listening.stop().await.stderr;
    assert_says(
        &log,
        &["host_list_loaded", "targets_reviewed", "skipped_lines"],
    );
}

#[tokio::test]
async fn the_old_list_is_used_while_its_file_is_missing() {
    let home = Home::sqlite();
    let file = home.file("blocked", "bad.example\n");
    let serve = home.korotko("serve").with("BLOCKED_HOSTS", &file);
    let listening = serve.listen().await;
    let (client, log) = (listening.client(), &listening.process.stderr);
    std::fs::remove_file(&file).unwrap();
    let logged = event(log, "host_list_unreadable").await;
    assert_eq!(logged["level"], "ERROR");
    assert_says(logged["cause"].as_str().unwrap(), &[&file]);
    assert_eq!(created(&client, "https://bad.example/").await, 422);
    let new = home.file("new", "worse.example\n");
    std::fs::rename(new, &file).unwrap();
    until("the list is loaded again", async || {
        let lines = log.so_far();
        let loaded = |line: &&String| line.contains("host_list_loaded");
        lines.iter().filter(loaded).count() == 2
    })
    .await;
    assert_eq!(created(&client, "https://bad.example/").await, 201);
    assert_eq!(created(&client, "https://worse.example/").await, 422);
    listening.stop().await;
}

#[tokio::test]
async fn links_that_cannot_be_reviewed_are_reviewed_later() {
    let home = Home::sqlite();
    let file = home.file("blocked", "bad.example\n");
    let serve = home.korotko("serve").with("BLOCKED_HOSTS", &file);
    let listening = serve.listen().await;
    let client = listening.client();
    let body = json!({"url": EVIL, "slug": "evil"});
    client.post("/api/links/", &body).await.with(201);
    home.sql("ALTER TABLE target_reviews RENAME TO away");
    home.file("blocked", ".evil.example\n");
    let logged = event(&listening.process.stderr, "targets_not_reviewed").await;
    assert_eq!(logged["level"], "WARN");
    assert_says(logged["cause"].as_str().unwrap(), &["target_reviews"]);
    client.get("/evil").await.with(307);
    home.sql("ALTER TABLE away RENAME TO target_reviews");
    answers(&client, "/evil", 410).await;
    listening.stop().await;
}

/// Creates the link `/evil`, and reports it.
async fn report_evil(client: &Client) {
    let body = json!({"url": EVIL, "slug": "evil"});
    let link = client.post("/api/links/", &body).await.with(201);
    let report = json!({"url": link.text("share_url"), "category": "phishing"});
    client.post("/api/abuse-reports/", &report).await.with(202);
}

/// Whether a mail to the operator contains this text.
fn is_mailed(home: &Home, text: &str) -> bool {
    let files = std::fs::read_dir(home.data().join("mails"));
    let files = files.into_iter().flatten().flatten();
    let mut mails = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    mails.any(|mail| mail.contains("abuse@example.com") && mail.contains(text))
}

async fn reports_are_mailed_and_decided_on_the_command_line(home: Home) {
    let serve = home
        .korotko("serve")
        .with("ABUSE_MAIL", "abuse@example.com");
    let serve = serve.with("SECURITY_CONTACT", "mailto:security@example.com");
    let listening = serve.listen().await;
    let client = listening.client();
    let file = client.get("/.well-known/security.txt").await.with(200);
    assert_says(
        &file.body,
        &["Contact: mailto:security@example.com\nExpires: 2"],
    );
    report_evil(&client).await;
    until("the report is mailed", async || is_mailed(&home, EVIL)).await;
    let listed = home.korotko("abuse-reports list --json --state open");
    let listed: Value = serde_json::from_str(&listed.print().await).unwrap();
    assert_eq!(listed[0]["link"]["url"], EVIL);
    let table = home.korotko("abuse-reports list").print().await;
    assert_says(&table, &["phishing", "open", EVIL]);
    let block = home.korotko("links block 1 --legal --reason=Order-12/2026");
    assert_says(&block.print().await, &["link 1 is blocked"]);
    answers(&client, "/evil", 451).await;
    let close = "abuse-reports close 1 --outcome upheld";
    let said = home.korotko(close).refused(2).await;
    assert_says(&said, &["closing abuse report 1 as upheld", "--yes"]);
    let close = home.korotko(&format!("{close} --yes"));
    assert_says(&close.print().await, &["abuse report 1 is upheld"]);
    let shown = home.korotko("abuse-reports show 1").print().await;
    assert_says(&shown, &["outcome: upheld"]);
    let unblock = home.korotko("links unblock 1").print().await;
    assert_says(&unblock, &["link 1 is live"]);
    answers(&client, "/evil", 307).await;
    listening.stop().await;
}

#[tokio::test]
async fn a_worker_without_an_address_leaves_the_mail_to_others() {
    let home = Home::sqlite();
    let korotko = |command: &str| {
        let program = home.korotko(command);
        program.with("PUBLIC_URL", "http://short.example")
    };
    let serve = korotko("serve").with("ABUSE_MAIL", "abuse@example.com");
    let listening = serve.with("WORKER", "false").listen().await;
    report_evil(&listening.client()).await;
    let worker = korotko("worker").start();
    let logged = event(&worker.stderr, "abuse_report_not_mailed").await;
    assert_eq!(
        (&logged["level"], &logged["report"]),
        (&json!("WARN"), &json!("1"))
    );
    until("the mail waits", async || {
        let jobs = korotko("jobs list").print().await;
        jobs.contains("waiting") && jobs.contains("knows no address for abuse reports")
    })
    .await;
    worker.stop().await;
    listening.stop().await;
    assert!(!is_mailed(&home, EVIL));
}

#[tokio::test]
async fn a_missing_list_is_named_at_the_start() {
    let home = Home::sqlite();
    for name in ["BLOCKED_HOSTS", "SHORTENER_HOSTS"] {
        let serve = home.korotko("serve").with(name, "/nowhere/at/all");
        let said = serve.refused(1).await;
        assert_says(&said, &["cannot read the list of hosts /nowhere/at/all"]);
    }
}

#[tokio::test]
async fn an_invalid_reason_is_refused_by_its_flag() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    let said = home.korotko("links block 1 --reason=").refused(2).await;
    assert_says(&said, &["--reason must have 1 to 500 characters"]);
    let said = home.korotko("links block 1 --reason=x").refused(1).await;
    assert_says(&said, &["link not found"]);
    listening.stop().await;
}
