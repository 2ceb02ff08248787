//! Health checks.

use chrono::TimeDelta;
use korotko_core::job::JobState;
use serde_json::{Value, json};

use crate::support::{App, on_both_databases, until};

on_both_databases!(
    a_node_is_ready_while_its_database_is,
    readiness_reports_the_age_of_the_oldest_job,
);

async fn a_node_is_ready_while_its_database_is(app: App) {
    for _ in 0..2 {
        let alive = app.get("/healthz").await.with(200);
        assert_eq!(alive.json(), json!({"status": "ok"}));
        let ready = app.get("/readyz/").await.with(200);
        assert_eq!(ready.text("status"), "ready");
        assert_eq!(ready.header("cache-control"), "no-store");

        app.store.switch_off();
        app.get("/healthz").await.with(200);
        let away = app.get("/readyz").may_be_unavailable().await;
        away.refused(503, "unavailable");
        let away = app.head("/readyz").may_be_unavailable().await;
        assert_eq!(away.status, 503);
        app.store.switch_on();
    }
}

async fn readiness_reports_the_age_of_the_oldest_job(app: App) {
    let age = async || {
        let ready = app.get("/readyz").await.with(200);
        ready.json()["oldest_waiting_job_seconds"].clone()
    };
    assert_eq!(age().await, Value::Null);
    app.sink.stop().await;
    app.register("ann@example.com").await.with(201);
    app.advance(TimeDelta::seconds(40));
    app.register("bob@example.com").await.with(201);
    app.advance(TimeDelta::seconds(2));
    assert_eq!(age().await, 42);
    // An unavailable mail server does not affect readiness.
    app.advance(TimeDelta::hours(1));
    assert_eq!(age().await, 3642);

    app.sink.restart().await;
    until("both mails went", async || {
        // Not while an attempt runs: its lease would end.
        if app.jobs(&[JobState::Running]).await.is_empty() {
            app.advance(TimeDelta::seconds(40));
        }
        age().await == Value::Null
    })
    .await;
    assert!(app.sink.mails().len() >= 2);
}
