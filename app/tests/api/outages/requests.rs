//! A valid request for every operation.

use reqwest::Method;
use serde_json::{Value, json};

use super::scene::{INVITATIONS, Scene, new_email};
use crate::support::{
    App, Ask, PASSWORD, URL, invitation_token, unsubscribe_token, verification_token,
};

/// A request with its operation id.
pub(super) type Named = (&'static str, Ask);

/// A valid request for every operation.
pub(super) fn requests(app: &App, scene: &Scene) -> Vec<Named> {
    let mut all = requests_of_anybody(app, scene);
    all.extend(requests_about_clicks(app, scene));
    all.extend(requests_about_shares(app, scene));
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

fn requests_about_shares(app: &App, scene: &Scene) -> Vec<Named> {
    let (ann, share) = (&scene.ann, &scene.share);
    let link = format!("/api/links/{}/share", scene.link);
    let collection = format!("/api/collections/{}/share", scene.collection);
    let new = json!({});
    vec![
        ("getShare", app.get(share)),
        ("getShareStatistics", app.get(&format!("{share}/stats"))),
        ("createLinkShare", ann.post(&link, &new)),
        ("endLinkShare", ann.delete(&link)),
        ("createCollectionShare", ann.post(&collection, &new)),
        ("endCollectionShare", ann.delete(&collection)),
    ]
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
