//! Mails that cannot be sent at once.

use std::time::Duration;

use chrono::TimeDelta;
use korotko_core::administration::Actor;
use korotko_core::job::{JobRecord, JobState};
use korotko_testkit::Stage;
use serde_json::json;

use crate::support::{ANN, App, Member, PASSWORD, Setup, eventually, on_both_databases, until};

on_both_databases!(
    a_mail_is_delivered_when_the_mail_server_is_back,
    a_refused_mail_fails_permanently_and_can_be_retried,
    a_deferred_mail_is_delivered_once,
    a_mail_sent_again_after_a_lost_reply_keeps_its_message_id,
    a_failing_mail_server_does_not_block_mails_permanently,
    no_mail_is_sent_to_a_deleted_account,
    two_nodes_send_each_mail_once,
);

const SOON: Duration = Duration::from_secs(30);

/// The only job, once it is in this state after an attempt.
async fn tried(app: &App, state: JobState) -> JobRecord {
    eventually(&format!("the job is {}", state.name()), async || {
        let jobs = app.jobs(&[state]).await;
        jobs.into_iter().find(|job| job.last_error.is_some())
    })
    .await
}

async fn a_mail_is_delivered_when_the_mail_server_is_back(app: App) {
    app.sink.stop().await;
    app.register(ANN).await.with(201);
    let waiting = tried(&app, JobState::Waiting).await;
    assert_eq!(waiting.attempts, 0, "it is held against no mail");
    let wait = waiting.run_at - waiting.created_at;
    assert!(wait <= TimeDelta::seconds(5), "the first retry is soon");
    app.sink.restart().await;
    app.advance(TimeDelta::seconds(5));
    let mails = app.sink.wait_for(1, SOON).await;
    app.idle().await;
    assert_eq!(app.sink.mails().len(), 1);
    app.follow_mail(&mails[0]).await.with(200);
    app.sign_in(ANN, PASSWORD).await.with(200);
}

async fn a_refused_mail_fails_permanently_and_can_be_retried(app: App) {
    app.sink
        .reply_to(Stage::Rcpt, "550 5.1.1 nobody of this name", 1);
    app.register(ANN).await.with(201);
    let failed = tried(&app, JobState::Failed).await;
    assert_eq!(failed.attempts, 1);
    let error = failed.last_error.unwrap();
    assert!(error.contains("550") && !error.contains(ANN), "{error}");
    // A failed job is not tried again; other mails are sent.
    app.advance(TimeDelta::hours(23));
    app.register("bob@example.com").await.with(201);
    app.sink.wait_for(1, SOON).await;
    app.idle().await;
    let mails = app.sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["bob@example.com"]);

    app.korotko
        .administration
        .retry_job(Actor::CommandLine, failed.id)
        .await
        .unwrap();
    let mail = app.mail_to(ANN).await;
    app.follow_mail(&mail).await.with(200);
}

async fn a_deferred_mail_is_delivered_once(app: App) {
    app.sink.reply_to(Stage::Rcpt, "451 4.7.1 later", 2);
    app.register(ANN).await.with(201);
    for attempt in 1..=2 {
        let waiting = eventually("an attempt", async || {
            let waiting = app.jobs(&[JobState::Waiting]).await;
            waiting.into_iter().find(|job| job.attempts == attempt)
        })
        .await;
        assert!(waiting.last_error.unwrap().contains("451"));
        app.advance(TimeDelta::seconds(10));
    }
    let mails = app.sink.wait_for(1, SOON).await;
    app.idle().await;
    assert_eq!(app.sink.mails().len(), 1);
    app.follow_mail(&mails[0]).await.with(200);
}

async fn a_mail_sent_again_after_a_lost_reply_keeps_its_message_id(app: App) {
    app.sink.hang_up_after_data(1);
    app.register(ANN).await.with(201);
    tried(&app, JobState::Waiting).await;
    app.advance(TimeDelta::seconds(10));
    let mails = app.sink.wait_for(2, SOON).await;
    app.idle().await;
    assert_eq!(app.sink.mails().len(), 2);
    assert_eq!(mails[0].message_id(), mails[1].message_id());
    assert_eq!(mails[0].links(), mails[1].links());
    // Another mail has another Message-ID.
    app.register("bob@example.com").await.with(201);
    let other = app.mail_to("bob@example.com").await;
    assert_ne!(other.message_id(), mails[0].message_id());
}

async fn a_failing_mail_server_does_not_block_mails_permanently(app: App) {
    let stages = [Stage::Greeting, Stage::Ehlo, Stage::Mail];
    for stage in stages {
        app.sink.reply_to(stage, "421 4.3.2 not now", 1);
    }
    app.sink.hang_up_at(Stage::Data, 1);
    app.register(ANN).await.with(201);
    // Each attempt fails differently; the pauses grow.
    until("the mail arrives", async || {
        let waits = app.jobs(&[JobState::Waiting]).await;
        if waits.first().is_some_and(|job| job.last_error.is_some()) {
            app.advance(TimeDelta::seconds(5));
        }
        !app.sink.mails().is_empty()
    })
    .await;
    app.idle().await;
    let done = app.jobs(&[JobState::Done]).await;
    assert_eq!(done[0].attempts, 1, "a failed try counts: {done:?}");
    assert_eq!(app.sink.mails().len(), 1);
}

async fn no_mail_is_sent_to_a_deleted_account((app, ann): (App, Member)) {
    app.sink.stop().await;
    let body = json!({"email": ANN});
    let reset = app.post("/api/users/password-reset/", &body).await;
    reset.with(202);
    tried(&app, JobState::Waiting).await;
    let body = json!({"password": PASSWORD});
    ann.delete("/api/users/me/").json(&body).await.with(204);

    app.sink.restart().await;
    app.advance(TimeDelta::seconds(10));
    app.register("bob@example.com").await.with(201);
    app.sink.wait_for(2, SOON).await;
    app.idle().await;
    let to: Vec<_> = app.sink.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, [[ANN], ["bob@example.com"]]);
}

async fn two_nodes_send_each_mail_once(setup: Setup) {
    let apps = [setup.start().await, setup.start().await];
    for number in 0..10 {
        let email = format!("ann{number}@example.com");
        apps[number % 2].register(&email).await.with(201);
    }
    let mails = setup.sink.wait_for(10, SOON).await;
    apps[0].idle().await;
    assert_eq!(setup.sink.mails().len(), 10);
    // One node continues what the other started.
    for (number, mail) in mails.iter().enumerate() {
        apps[number % 2].follow_mail(mail).await.with(200);
        let pair = apps[(number + 1) % 2].sign_in(&mail.to[0], PASSWORD).await;
        pair.with(200);
    }
}
