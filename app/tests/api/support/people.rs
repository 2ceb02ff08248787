//! Accounts.

use std::sync::Arc;

use korotko_core::administration::{Actor, CreateInvitationError};
use korotko_core::id::UserId;
use korotko_core::session::SignedIn;
use korotko_core::user::{Invitation, Language};
use korotko_testkit::{Answer, ReceivedMail, eventually};
use serde_json::json;

use super::app::App;

/// The default password.
pub const PASSWORD: &str = "Passw0rd-ok";

/// A signed-in user.
#[derive(Clone)]
pub struct Member {
    pub(super) app: Arc<App>,
    pub id: i64,
    pub email: String,
    pub access: String,
    pub refresh: String,
}

impl App {
    /// Registers an address with [`PASSWORD`].
    pub async fn register(&self, email: &str) -> Answer {
        self.register_with(email, PASSWORD).await
    }

    pub async fn register_with(&self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password});
        self.post("/api/users/register/", &body).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password});
        self.post("/api/users/signin/", &body).await
    }

    /// The mails to this address so far, once there are `count`.
    pub async fn mails_to(&self, email: &str, count: usize) -> Vec<ReceivedMail> {
        // One more worker, to keep the wait short.
        self.korotko.jobs.run_due().await.unwrap();
        let what = format!("mail {count} to {email}");
        eventually(&what, async || {
            let mut mails = self.sink.mails();
            mails.retain(|mail| mail.to == [email]);
            (mails.len() >= count).then_some(mails)
        })
        .await
    }

    /// The only mail to this address.
    pub async fn mail_to(&self, email: &str) -> ReceivedMail {
        let mails = self.mails_to(email, 1).await;
        assert_eq!(mails.len(), 1, "more than one mail to {email}");
        mails.into_iter().next().unwrap()
    }

    /// Opens the link in a mail of verification.
    pub async fn follow_mail(&self, mail: &ReceivedMail) -> Answer {
        self.get(&self.link_in(mail)).await
    }

    /// The path of the one link in a mail.
    pub fn link_in(&self, mail: &ReceivedMail) -> String {
        let links = mail.links();
        assert_eq!(links.len(), 1, "{}", mail.text());
        self.path_of(&links[0])
    }

    /// The token at the end of the one link in a mail, which leads to the page with this path.
    pub fn token_in(&self, mail: &ReceivedMail, page: &str) -> String {
        let link = self.link_in(mail);
        let token = link.strip_prefix(page);
        token
            .unwrap_or_else(|| panic!("{link} is not under {page}"))
            .to_owned()
    }

    /// Registers and verifies an address.
    pub async fn verified(&self, email: &str, password: &str) {
        self.register_with(email, password).await.with(201);
        let mail = self.mail_to(email).await;
        self.follow_mail(&mail).await.with(200);
    }

    /// `<name>@example.com`, registered, verified and signed in.
    pub async fn member(&self, name: &str) -> Member {
        let email = format!("{name}@example.com");
        self.verified(&email, PASSWORD).await;
        self.session(&email, PASSWORD).await
    }

    /// Makes a member an administrator, as on the command line.
    pub async fn promote(&self, member: &Member) {
        let administration = &self.korotko.administration;
        let id = UserId(member.id);
        let promoted = administration.promote_user(Actor::CommandLine, id).await;
        assert!(promoted.unwrap().is_administrator);
    }

    /// Invites an address, as the command line does.
    pub async fn invite(
        &self,
        email: &str,
        language: Language,
    ) -> Result<Invitation, CreateInvitationError> {
        let administration = &self.korotko.administration;
        administration
            .create_invitation(Actor::CommandLine, email, language)
            .await
    }

    /// `<name>@example.com`, an administrator.
    pub async fn administrator(&self, name: &str) -> Member {
        let member = self.member(name).await;
        self.promote(&member).await;
        member
    }

    /// Signs in, and gets the account.
    pub async fn session(&self, email: &str, password: &str) -> Member {
        let pair = self.sign_in(email, password).await.with(200);
        let access = pair.text("access_token");
        let me = self.get("/api/users/me/").bearer(&access).await.with(200);
        Member {
            app: Arc::new(self.clone()),
            id: me.number("id"),
            email: email.to_owned(),
            access,
            refresh: pair.text("refresh_token"),
        }
    }

    /// Signs in in a browser, as a page does.
    pub async fn browser(&self, email: &str, agent: &str) -> SignedIn {
        let sessions = &self.korotko.sessions;
        let signed_in = sessions.sign_in(email, PASSWORD, None, agent, None);
        signed_in.await.unwrap()
    }

    /// Requests a password reset, and returns the token of the mail.
    pub async fn reset_token(&self, email: &str) -> String {
        let before = self.sink.mails();
        let before = before.iter().filter(|mail| mail.to == [email]).count();
        let body = json!({"email": email});
        let asked = self.post("/api/users/password-reset/", &body).await;
        asked.with(202);
        let mails = self.mails_to(email, before + 1).await;
        self.token_in(mails.last().unwrap(), "/reset/")
    }

    /// Whether a pair of tokens still works; both or neither must.
    pub async fn is_signed_in(&self, member: &Member) -> bool {
        let me = self.get("/api/users/me/").bearer(&member.access).await;
        let body = json!({"refresh_token": member.refresh});
        let fresh = self.post("/api/users/refresh/", &body).await;
        match (me.status, fresh.status) {
            (200, 200) => true,
            (401, 401) => false,
            statuses => panic!("half signed in: {statuses:?}"),
        }
    }
}
