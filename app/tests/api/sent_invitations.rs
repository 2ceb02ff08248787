//! Invitations as administrators see them.

use korotko_core::user::{EmailDomain, Language, Registration};
use serde_json::json;

use crate::support::{App, Member, PASSWORD, Setup, invitation_token, on_both_databases};

on_both_databases!(
    an_administrator_invites_and_sees_who_did_not_register_yet,
    invitations_are_listed_newest_first_page_by_page,
    a_deleted_invitation_no_longer_works,
    whoever_could_not_register_is_not_invited,
    invitations_are_in_the_audit_log_without_addresses,
);

const INVITATIONS: &str = "/api/admin/invitations/";
const CAROL: &str = "Carol@example.com";

async fn register(app: &App, email: &str, invitation: i64) -> u16 {
    let invitation = invitation_token(invitation);
    let body = json!({"email": email, "password": PASSWORD, "invitation": invitation});
    app.post("/api/users/register/", &body).await.status
}

async fn an_administrator_invites_and_sees_who_did_not_register_yet(app: App) {
    let root = app.administrator("root").await;
    let new = json!({"email": CAROL, "language": "ru"});
    let created = root.post(INVITATIONS, &new).await.with(201).json();
    let id = created["id"].as_i64().unwrap();
    let expected = json!({
        "id": id, "email": CAROL, "language": "ru", "created_at": "2026-12-01T00:00:00+00:00",
        "expires_at": "2026-12-08T00:00:00+00:00",
    });
    assert_eq!(created, expected);
    assert_eq!(root.read(INVITATIONS).await["items"], json!([expected]));
    let mail = app.mail_to(CAROL).await;
    let path = app.link_in(&mail);
    assert_eq!(path, format!("/invite/{}", invitation_token(id)));
    assert_eq!(register(&app, CAROL, id).await, 201);
    assert_eq!(root.read(INVITATIONS).await["items"], json!([]));
}

async fn invitations_are_listed_newest_first_page_by_page(app: App) {
    let root = app.administrator("root").await;
    for name in ["ann", "bob", "carol"] {
        let email = format!("{name}@example.com");
        app.invite(&email, Language::En).await.unwrap();
    }
    let emails = root
        .listed(&format!("{INVITATIONS}?limit=2"), "email")
        .await;
    let expected = ["carol@example.com", "bob@example.com", "ann@example.com"];
    assert_eq!(emails, expected);
}

async fn a_deleted_invitation_no_longer_works((app, root): (App, Member)) {
    app.promote(&root).await;
    let id = app.invite(CAROL, Language::En).await.unwrap().id.0;
    let one = format!("{INVITATIONS}{id}");
    root.delete(&one).await.with(204);
    root.delete(&one).await.refused(404, "not-found");
    assert_eq!(register(&app, CAROL, id).await, 422);
    // Whether or not its mail was sent before.
    let page = format!("/api/invitations/{}", invitation_token(id));
    app.get(&page).await.refused(404, "invitation-not-found");
    let again = json!({"email": CAROL});
    root.post(INVITATIONS, &again).await.with(201);
}

async fn whoever_could_not_register_is_not_invited(mut setup: Setup) {
    let domain = EmailDomain::parse("example.com").unwrap();
    setup.policy.allowed_email_domains = vec![domain];
    let app = setup.start().await;
    let root = app.administrator("root").await;
    for email in ["nobody", "carol@example.org"] {
        let refused = root.post(INVITATIONS, &json!({"email": email})).await;
        refused.invalid(["email"]);
    }
    let taken = root.post(INVITATIONS, &json!({"email": root.email})).await;
    taken.refused(409, "email-taken");
    let unknown = json!({"email": CAROL, "language": "de"});
    root.post(INVITATIONS, &unknown).await.with(400);
    setup.policy.registration = Registration::Closed;
    let closed = setup.start().await;
    let root = closed.session(&root.email, PASSWORD).await;
    let refused = root.post(INVITATIONS, &json!({"email": CAROL})).await;
    refused.refused(403, "registration-closed");
    assert_eq!(root.read(INVITATIONS).await["items"], json!([]));
}

async fn invitations_are_in_the_audit_log_without_addresses((app, root): (App, Member)) {
    app.promote(&root).await;
    let new = json!({"email": CAROL});
    let id = root.post(INVITATIONS, &new).await.with(201).number("id");
    root.delete(&format!("{INVITATIONS}{id}")).await.with(204);
    let log = root.get("/api/admin/audit-log/?limit=2").await.with(200);
    assert!(!log.body.contains(CAROL), "{}", log.body);
    let entries = log.json()["items"].clone();
    for (entry, action) in [(0, "invitation.delete"), (1, "invitation.create")] {
        let entry = &entries[entry];
        assert_eq!(entry["action"], action);
        assert_eq!(entry["subject_kind"], "invitation");
        assert_eq!(entry["subject_id"], id);
        assert_eq!(entry["actor_email"], root.email);
    }
}
