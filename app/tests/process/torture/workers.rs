//! Two workers, one of which is killed at each step of a mail.

use korotko_testkit::{Stage, until};

use super::load::mails;
use super::record::Record;
use super::rounds;
use super::subject::Subject;
use crate::home::{Home, on_both_databases};

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh workers"]
    a_worker_killed_at_any_step_loses_no_mail
);

const STAGES: [Stage; 7] = [
    Stage::Greeting,
    Stage::Ehlo,
    Stage::Mail,
    Stage::Rcpt,
    Stage::Data,
    Stage::EndOfData,
    Stage::Stored,
];

async fn a_worker_killed_at_any_step_loses_no_mail(home: Home) {
    let record = Record::begin("workers", home.database());
    let mut subject = Subject::in_home(&home).await;
    subject.program = subject.program.with("WORKER", "false");
    let worker = home
        .korotko("worker")
        .with("PUBLIC_URL", "http://localhost");
    let worker = worker.with("SMTP_URL", subject.sink.url());
    let listening = subject.program.listen().await;
    let rounds = rounds(4);
    for stage in STAGES.repeat(rounds) {
        let before = subject.sink.stalled();
        subject.sink.stall_at(stage, 1);
        let victim = worker.start();
        let load = subject.load(&listening);
        load.warm_up().await;
        until("a mail stands still", async || {
            subject.sink.stalled() > before
        })
        .await;
        let other = worker.start();
        victim.kill();
        load.end().await;
        subject.all_mails_arrive().await;
        other.stop().await;
    }
    listening.stop().await;
    // Nothing is left for those who count the clicks at the end.
    subject.finish().await;
    let times = mails(&subject.sink).into_values().map(|(_, times)| times);
    let most = times.max().unwrap_or_default();
    // Interrupted once by the kill, and once by the stop of the other worker.
    assert!(most <= 3, "{most}");
    record.passed(
        &format!("{rounds} workers killed at each of the 7 steps of a mail"),
        &format!(
            "{}; no mail came more than {most} times",
            subject.ledger.said()
        ),
    );
}
