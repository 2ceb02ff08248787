//! What there is when the store becomes unavailable.

use serde_json::{Value, json};

use crate::support::{App, Member, PASSWORD, URL};

pub(super) const INVITATIONS: &str = "/api/admin/invitations/";

/// What the requests are about.
pub(super) struct Scene {
    pub(super) ann: Member,
    pub(super) bob: i64,
    pub(super) invitation: i64,
    pub(super) link: i64,
    pub(super) collection: i64,
    pub(super) session: i64,
    pub(super) share: String,
    pub(super) reset_token: String,
    pub(super) email_change: String,
}

/// A request to change the address.
pub(super) fn new_email() -> Value {
    json!({"new_email": "anna@example.org", "password": PASSWORD})
}

/// Creates what the requests are about. `bob@example.com` is registered and not verified.
pub(super) async fn scene(app: &App) -> Scene {
    let ann = app.administrator("ann").await;
    let body = json!({"url": URL, "slug": "promo", "namespace": "global"});
    let created = ann.post("/api/links/", &body).await;
    let link = created.with(201).number("id");
    let collection = ann.collection("one").await;
    let share = ann.post(&format!("/api/links/{link}/share"), &json!({}));
    let share = format!("/api/shares/{}", share.await.with(201).text("token"));
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
        share,
        reset_token,
        email_change,
    }
}
