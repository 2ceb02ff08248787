//! Changes of addresses.

mod confirming;
mod requesting;

use korotko_testkit::ReceivedMail;
use serde_json::{Value, json};

use crate::support::{App, Ask, Member, PASSWORD};

const EMAIL: &str = "/api/users/email/";
/// The path before the token.
const CONFIRM: &str = "/api/users/email/confirm/";
/// The same of the page to which the links in the mails lead.
const PAGE: &str = "/email/";
const ME: &str = "/api/users/me/";
const NEW: &str = "anna@example.org";
const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

fn request(member: &Member, new_email: &str) -> Ask {
    let body = json!({"new_email": new_email, "password": PASSWORD});
    member.post(EMAIL, &body)
}

/// The latest mail to an address, once there are more than `known`.
async fn next_mail(app: &App, email: &str, known: usize) -> ReceivedMail {
    let mails = app.mails_to(email, known + 1).await;
    mails.into_iter().next_back().unwrap()
}

fn mails_so_far(app: &App, email: &str) -> usize {
    let mails = app.sink.mails();
    mails.iter().filter(|mail| mail.to == [email]).count()
}

/// Requests a change; returns the paths that confirm it, with the tokens of the links in the mails to the old address and to the new one.
async fn requested(app: &App, member: &Member, new_email: &str) -> [String; 2] {
    let known = [member.email.as_str(), new_email].map(|email| mails_so_far(app, email));
    request(member, new_email).await.with(202);
    let old = next_mail(app, &member.email, known[0]).await;
    let new = next_mail(app, new_email, known[1]).await;
    [&old, &new].map(|mail| format!("{CONFIRM}{}", app.token_in(mail, PAGE)))
}

/// Opens a link; the answer contains `text`.
async fn opens(app: &App, link: &str, text: &str) {
    let message = app.get(link).await.with(200).text("message");
    assert!(message.contains(text), "{message}");
}

async fn is_refused(app: &App, link: &str) {
    let refused = app.get(link).await;
    refused.refused(400, "email-change-token-invalid");
}

async fn pending(member: &Member) -> Value {
    member.read(ME).await["pending_email"].clone()
}
