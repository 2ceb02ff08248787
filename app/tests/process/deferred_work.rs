//! Mails sent by a separate worker, and jobs on the command line.

use std::collections::HashMap;

use korotko_testkit::{SmtpSink, Stage};
use serde_json::json;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::{DEADLINE, Program, assert_says, eventually, until};

on_both_databases!(two_workers_send_each_mail_once);

const MAILS: usize = 30;

/// The lines of `jobs list`, without the header.
async fn jobs(program: &Program) -> Vec<String> {
    let printed = program.print().await;
    let mut lines = printed.lines().map(str::to_owned);
    let title = lines.next().unwrap_or_default();
    assert!(title.contains("LAST ERROR"), "{printed}");
    lines.collect()
}

async fn two_workers_send_each_mail_once(home: Home) {
    let sink = SmtpSink::start().await;
    let with_sink = |command: &str| {
        let program = home.korotko(command).with("SMTP_URL", sink.url());
        program.with("PUBLIC_URL", "http://short.example")
    };
    let listening = with_sink("serve").with("WORKER", "false").listen().await;
    let client = listening.client();
    client.must_register(ANN).await;
    for _ in 1..MAILS {
        let body = json!({"email": ANN});
        let answer = client.post("/api/users/resend-verification/", &body).await;
        answer.with(202);
    }
    let waiting = jobs(&with_sink("jobs list")).await;
    assert_eq!(waiting.len(), MAILS, "{waiting:#?}");
    assert!(waiting.iter().all(|line| line.contains("waiting")));
    assert_eq!(sink.connections(), 0, "nobody sends");

    let workers = [with_sink("worker").start(), with_sink("worker").start()];
    sink.wait_for(MAILS, DEADLINE).await;
    until("the end of all jobs", async || {
        jobs(&with_sink("jobs list")).await.is_empty()
    })
    .await;
    let mails = sink.mails();
    let mut times: HashMap<String, u32> = HashMap::new();
    for mail in &mails {
        *times.entry(mail.message_id()).or_default() += 1;
    }
    assert_eq!(times.len(), MAILS);
    assert!(times.values().all(|times| *times == 1), "{times:#?}");
    client.verify(&mails[MAILS - 1].links()[0]).await;
    for worker in workers {
        worker.stop().await;
    }
    listening.stop().await;
}

#[tokio::test]
async fn a_refused_mail_is_listed_without_its_address_and_sent_on_retry() {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let with_sink = |command: &str| home.korotko(command).with("SMTP_URL", sink.url());
    let reply = format!("550 5.1.1 <{ANN}>: no such user here");
    sink.reply_to(Stage::Rcpt, &reply, 1);
    let listening = with_sink("serve").listen().await;
    listening.client().must_register(ANN).await;
    let list = with_sink("jobs list");
    let failed = eventually("a failed job", async || {
        let lines = jobs(&list).await.into_iter();
        lines.into_iter().find(|line| line.contains("failed"))
    })
    .await;
    assert!(failed.contains("550 5.1.1"), "{failed}");
    assert!(!failed.contains("ann") && !failed.contains("example.com"));

    let id = failed.split_whitespace().next().unwrap();
    let told = with_sink(&format!("jobs retry {id}")).print().await;
    assert_eq!(told, format!("job {id} is due again"));
    let mails = sink.wait_for(1, DEADLINE).await;
    assert_eq!(mails[0].to, [ANN]);
    until("an empty list", async || jobs(&list).await.is_empty()).await;
    let all = jobs(&with_sink("jobs list --all")).await;
    assert!(all.len() == 1 && all[0].contains("done"), "{all:?}");
    let logged = listening.stop().await.stderr;
    assert!(logged.contains("job_failed"), "{logged}");
    assert!(!logged.contains(ANN), "{logged}");
}

#[tokio::test]
async fn only_failed_jobs_can_be_retried() {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let with_sink = |command: &str| home.korotko(command).with("SMTP_URL", sink.url());
    let listening = with_sink("serve").listen().await;
    listening.client().must_register(ANN).await;
    sink.wait_for(1, DEADLINE).await;
    for id in [1, 4711] {
        let said = with_sink(&format!("jobs retry {id}")).refused(1).await;
        assert_says(&said, &["no failed job"]);
    }
    listening.stop().await;
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn jobs_require_a_migrated_database() {
    let home = Home::sqlite();
    let said = home.korotko("jobs list").refused(1).await;
    assert_says(&said, &["`korotko migrate up`"]);
}
