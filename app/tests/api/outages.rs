//! An unavailable store: requests are answered 503, and everything works again without a restart.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    App, Ask, Member, PASSWORD, URL, invitation_token, on_both_databases, unsubscribe_token,
    verification_token,
};

on_both_databases!(
    every_operation_answers_503_while_the_store_is_unavailable,
    a_failed_registration_leaves_nothing,
    jobs_continue_when_the_store_is_back,
);

const INVITATIONS: &str = "/api/admin/invitations/";

/// The resources of the requests.
struct Scene {
    ann: Member,
    bob: i64,
    invitation: i64,
    link: i64,
    collection: i64,
    session: i64,
    reset_token: String,
    email_change: String,
}

/// A request with its operation id.
type Named = (&'static str, Ask);

/// A valid request for every operation. `bob@example.com` is registered and not verified.
fn requests(app: &App, scene: &Scene) -> Vec<Named> {
    let mut all = requests_of_anybody(app, scene);
    all.extend(requests_about_clicks(app, scene));
    all.extend(requests_with_a_token(scene));
    all.extend(requests_about_sets(scene));
    all.extend(requests_about_many(scene));
    all.extend(requests_about_keys(scene));
    all.extend(requests_about_sessions(scene));
    all.extend(requests_against_abuse(scene));
    all.extend(requests_of_administrators(scene));
    all.extend(requests_that_end_sessions(app, scene));
    all
}

fn requests_of_anybody(app: &App, scene: &Scene) -> Vec<Named> {
    let post = |path: &str, body: Value| app.post(path, &body);
    let new = json!({"email": "new@example.com", "password": PASSWORD});
    let ann = json!({"email": scene.ann.email, "password": PASSWORD});
    let bob = json!({"email": "bob@example.com"});
    let refresh = json!({"refresh_token": scene.ann.refresh});
    let token = verification_token("bob@example.com");
    let confirm = format!("/api/email-verification/{token}");
    let confirm_user = format!("/api/users/email-verification/{token}");
    let invitation = format!("/api/invitations/{}", invitation_token(scene.invitation));
    let resend = "/api/users/resend-verification/";
    let reset = "/api/users/password-reset/";
    let promo = format!("{}/promo", app.public_url);
    let abuse = json!({"url": promo, "category": "spam"});
    vec![
        ("registerUser", post("/api/users/register/", new)),
        ("getInvitation", app.get(&invitation)),
        ("verifyEmail", app.get(&confirm)),
        ("verifyUserEmail", app.get(&confirm_user)),
        ("confirmEmailChange", app.get(&scene.email_change)),
        ("resendVerification", post(resend, bob.clone())),
        ("requestPasswordReset", post(reset, bob)),
        ("signIn", post("/api/users/signin/", ann)),
        ("refreshTokens", post("/api/users/refresh/", refresh)),
        ("shortenUrl", post("/api/url/", json!({"url": URL}))),
        ("reportLink", post("/api/abuse-reports/", abuse)),
        ("followUrl", app.get("/api/url/promo")),
        ("followLink", app.get("/promo?u=1")),
    ]
}

fn requests_with_a_token(scene: &Scene) -> Vec<Named> {
    let ann = &scene.ann;
    let link = format!("/api/links/{}", scene.link);
    let body = json!({"url": URL});
    let settings = json!({"default_query_forwarding": "off"});
    let (email, change) = ("/api/users/email/", new_email());
    vec![
        ("getAccount", ann.get("/api/users/me/")),
        ("updateAccount", ann.patch("/api/users/me/", &settings)),
        ("requestEmailChange", ann.post(email, &change)),
        ("withdrawEmailChange", ann.delete(email)),
        ("shortenUrl", ann.post("/api/url/", &body)),
        ("createLink", ann.post("/api/links/", &body)),
        ("listLinks", ann.get("/api/links/")),
        ("getLink", ann.get(&link)),
        ("updateLink", ann.patch(&link, &body)),
        ("deleteLink", ann.delete(&link)),
        (
            "restoreLink",
            ann.post(&format!("{link}/restore"), &json!({})),
        ),
        ("getLinkQrCode", ann.get(&format!("{link}/qr"))),
    ]
}

fn requests_about_sets(scene: &Scene) -> Vec<Named> {
    let ann = &scene.ann;
    let collection = format!("/api/collections/{}", scene.collection);
    let links = format!("{collection}/links");
    let member = format!("{links}/{}", scene.link);
    let name = json!({"name": "new"});
    vec![
        ("createCollection", ann.post("/api/collections/", &name)),
        ("listCollections", ann.get("/api/collections/")),
        ("getCollection", ann.get(&collection)),
        (
            "updateCollection",
            ann.patch(&collection, &json!({"name": "old"})),
        ),
        ("addCollectionLink", ann.put(&member)),
        (
            "addCollectionLinks",
            ann.post(&links, &json!({"links": [scene.link]})),
        ),
        ("listCollectionLinks", ann.get(&links)),
        ("removeCollectionLink", ann.delete(&member)),
        ("deleteCollection", ann.delete(&collection)),
    ]
}

fn requests_about_many(scene: &Scene) -> Vec<Named> {
    let ann = &scene.ann;
    let operations = json!([{"op": "create", "link": {"url": URL}}]);
    let batch = json!({"operations": operations});
    let import = ann.ask(Method::POST, "/api/links/import");
    let import = import.body("text/csv", "url\nhttps://example.com\n");
    vec![
        ("batchLinks", ann.post("/api/links/batch", &batch)),
        ("importLinks", import),
        ("exportLinks", ann.get("/api/links/export")),
        ("exportAccount", ann.get("/api/users/me/export")),
    ]
}

fn requests_about_keys(scene: &Scene) -> Vec<Named> {
    let (ann, key) = (&scene.ann, "/api/keys/1");
    let new = json!({"name": "program", "scopes": ["reports"]});
    vec![
        ("createKey", ann.post("/api/keys/", &new)),
        ("listKeys", ann.get("/api/keys/")),
        ("getKey", ann.get(key)),
        ("deleteKey", ann.delete(key)),
    ]
}

fn requests_about_sessions(scene: &Scene) -> Vec<Named> {
    let session = format!("/api/sessions/{}", scene.session);
    vec![
        ("listSessions", scene.ann.get("/api/sessions/")),
        ("endSession", scene.ann.delete(&session)),
    ]
}

fn requests_of_administrators(scene: &Scene) -> Vec<Named> {
    let (ann, bob) = (&scene.ann, format!("/api/admin/users/{}", scene.bob));
    let link = format!("/api/admin/links/{}", scene.link);
    let act = |verb: &str| ann.ask(Method::POST, &format!("{bob}/{verb}"));
    let invitation = format!("{INVITATIONS}{}", scene.invitation);
    let dan = json!({"email": "dan@example.com"});
    let disable = act("disable").json(&json!({"links": "disable"}));
    vec![
        ("listUsers", ann.get("/api/admin/users/")),
        ("getUser", ann.get(&bob)),
        ("promoteUser", act("promote")),
        ("verifyUser", act("verify")),
        ("disableUser", disable),
        ("enableUser", act("enable")),
        ("demoteUser", act("demote")),
        ("deleteUser", ann.delete(&bob)),
        ("createInvitation", ann.post(INVITATIONS, &dan)),
        ("listInvitations", ann.get(INVITATIONS)),
        ("deleteInvitation", ann.delete(&invitation)),
        ("listAllLinks", ann.get("/api/admin/links/")),
        ("getAnyLink", ann.get(&link)),
        ("deleteAnyLink", ann.delete(&link)),
        ("listJobs", ann.get("/api/admin/jobs/")),
        ("retryJob", ann.ask(Method::POST, "/api/admin/jobs/1/retry")),
        ("listAuditLog", ann.get("/api/admin/audit-log/")),
    ]
}

fn requests_against_abuse(scene: &Scene) -> Vec<Named> {
    let (ann, reports) = (&scene.ann, "/api/admin/abuse-reports/");
    let link = format!("/api/admin/links/{}", scene.link);
    let block = ann.post(&format!("{link}/block"), &json!({"reason": "spam"}));
    let unblock = ann.ask(Method::POST, &format!("{link}/unblock"));
    let upheld = json!({"outcome": "upheld"});
    vec![
        ("blockAnyLink", block),
        ("unblockAnyLink", unblock),
        ("listAbuseReports", ann.get(reports)),
        ("getAbuseReport", ann.get(&format!("{reports}1"))),
        (
            "closeAbuseReport",
            ann.post(&format!("{reports}1/close"), &upheld),
        ),
    ]
}

fn requests_about_clicks(app: &App, scene: &Scene) -> Vec<Named> {
    let (ann, link, collection) = (&scene.ann, scene.link, scene.collection);
    let (reports, schedules) = ("/api/reports/", "/api/reports/schedules/");
    let schedule = json!({"frequency": "daily", "hour": 1});
    let all = vec![
        ("getStatistics", ann.get("/api/stats")),
        (
            "getLinkStatistics",
            ann.get(&format!("/api/links/{link}/stats")),
        ),
        (
            "getCollectionStatistics",
            ann.get(&format!("/api/collections/{collection}/stats")),
        ),
        ("createReport", ann.post(reports, &json!({}))),
        ("listReports", ann.get(reports)),
        ("getReport", ann.get(&format!("{reports}1"))),
        ("createSchedule", ann.post(schedules, &schedule)),
        ("listSchedules", ann.get(schedules)),
        ("getSchedule", ann.get(&format!("{schedules}1"))),
        ("deleteSchedule", ann.delete(&format!("{schedules}1"))),
    ];
    let unsubscribe = format!("/api/reports/unsubscribe/{}", unsubscribe_token(1));
    let by_mail = [
        ("getUnsubscribePage", app.get(&unsubscribe)),
        ("unsubscribe", app.ask(Method::POST, &unsubscribe)),
    ];
    all.into_iter().chain(by_mail).collect()
}

fn requests_that_end_sessions(app: &App, scene: &Scene) -> Vec<Named> {
    let reset = json!({"token": scene.reset_token, "new_password": PASSWORD});
    let reset = app.post("/api/users/password-reset/confirm/", &reset);
    let change = json!({"current_password": PASSWORD, "new_password": "Correct Horse 7"});
    let change = scene.ann.post("/api/users/password/", &change);
    let out = scene.ann.post("/api/users/signout-everywhere/", &json!({}));
    let deletion = scene.ann.delete("/api/users/me/");
    let deletion = deletion.json(&json!({"password": PASSWORD}));
    vec![
        ("confirmPasswordReset", reset),
        ("changePassword", change),
        ("signOutEverywhere", out),
        ("deleteAccount", deletion),
    ]
}

/// A request to change the address.
fn new_email() -> Value {
    json!({"new_email": "anna@example.org", "password": PASSWORD})
}

async fn scene(app: &App) -> Scene {
    let ann = app.administrator("ann").await;
    let body = json!({"url": URL, "slug": "promo", "namespace": "global"});
    let created = ann.post("/api/links/", &body).await;
    let link = created.with(201).number("id");
    let collection = ann.collection("one").await;
    let session = app.browser(&ann.email, "Firefox").await.session.id.0;
    let reset_token = app.reset_token(&ann.email).await;
    app.register("bob@example.com").await.with(201);
    app.mail_to("bob@example.com").await;
    let carol = json!({"email": "carol@example.com"});
    let invited = ann.post(INVITATIONS, &carol).await.with(201);
    let found = ann.read("/api/admin/users/?q=bob").await;
    let change = ann.post("/api/users/email/", &new_email()).await;
    change.with(202);
    let token = app.token_in(&app.mail_to("anna@example.org").await, "/email/");
    let email_change = format!("/api/users/email/confirm/{token}");
    Scene {
        bob: found["items"][0]["id"].as_i64().unwrap(),
        invitation: invited.number("id"),
        ann,
        link,
        collection,
        session,
        reset_token,
        email_change,
    }
}

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
        "registerUser" | "shortenUrl" | "createLink" | "createCollection" | "createSchedule"
        | "createKey" | "createInvitation" => 201,
        "resendVerification"
        | "requestPasswordReset"
        | "requestEmailChange"
        | "createReport"
        | "reportLink" => 202,
        "deleteLink"
        | "addCollectionLink"
        | "removeCollectionLink"
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
