//! An unavailable store: requests are answered 503, and everything works again without a restart.

mod requests;
mod scene;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use self::requests::requests;
use self::scene::scene;
use crate::support::{App, PASSWORD, on_both_databases};

on_both_databases!(
    every_operation_answers_503_while_the_store_is_unavailable,
    a_failed_registration_leaves_nothing,
    jobs_continue_when_the_store_is_back,
);

async fn every_operation_answers_503_while_the_store_is_unavailable(app: App) {
    let scene = scene(&app).await;
    let known: BTreeSet<String> = app.operations().into_iter().map(|known| known.id).collect();
    let tried = requests(&app, &scene);
    let tried: BTreeSet<String> = tried.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(tried, known, "each operation of the document is tried");

    app.store.switch_off();
    // Until then users are known to be signed in.
    app.advance(TimeDelta::seconds(1));
    for (id, ask) in requests(&app, &scene) {
        let answer = ask.may_be_unavailable().await;
        assert_eq!(answer.status, 503, "{id}: {}", answer.body);
        assert_eq!(answer.code(), "unavailable");
        assert_eq!(answer.header("retry-after"), "1");
        assert!(!answer.body.contains("switched off"), "{}", answer.body);
    }
    // Requests that are refused without the store still are.
    app.get("/a%20b").await.refused(404, "not-found");
    app.register("nobody").await.refused(422, "invalid");

    app.store.switch_on();
    for (id, ask) in requests(&app, &scene) {
        let answer = ask.await;
        assert_eq!(answer.status, good(id), "{id}: {}", answer.body);
    }
}

/// The status of a successful response of this operation.
fn good(id: &str) -> u16 {
    match id {
        "registerUser"
        | "shortenUrl"
        | "createLink"
        | "createCollection"
        | "createSchedule"
        | "createKey"
        | "createInvitation"
        | "createCollectionShare" => 201,
        "resendVerification"
        | "requestPasswordReset"
        | "requestEmailChange"
        | "createReport"
        | "reportLink" => 202,
        "deleteLink"
        | "addCollectionLink"
        | "removeCollectionLink"
        | "endLinkShare"
        | "endCollectionShare"
        | "deleteCollection"
        | "deleteSchedule"
        | "deleteKey"
        | "endSession"
        | "deleteUser"
        | "deleteInvitation"
        | "deleteAnyLink"
        | "withdrawEmailChange"
        | "confirmPasswordReset" => 204,
        "followUrl" => 307,
        // No job has failed.
        "followLink" | "retryJob" => 404,
        // The reset ended the session before.
        "changePassword" | "signOutEverywhere" | "deleteAccount" => 401,
        _ => 200,
    }
}

async fn a_failed_registration_leaves_nothing(app: App) {
    app.store.switch_off();
    let body = json!({"email": "ann@example.com", "password": PASSWORD});
    let ask = app.post("/api/users/register/", &body);
    ask.may_be_unavailable().await.refused(503, "unavailable");
    app.store.switch_on();
    assert_eq!(app.count_users().await, 0);
    assert_eq!(app.jobs(&[]).await, []);
    app.register("ann@example.com").await.with(201);
    app.mail_to("ann@example.com").await;
}

async fn jobs_continue_when_the_store_is_back(app: App) {
    app.sink.stop().await;
    app.register("ann@example.com").await.with(201);
    app.store.switch_off();
    app.sink.restart().await;
    app.korotko.jobs.run_due().await.unwrap_err();
    app.store.switch_on();
    // The worker of the application, which may have met the outage too.
    app.advance(TimeDelta::minutes(1));
    app.sink.wait_for(1, Duration::from_secs(30)).await;
    app.idle().await;
}
