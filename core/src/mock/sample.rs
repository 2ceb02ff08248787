//! One valid value of each kind, to be changed where a test needs a difference.

use chrono::{DateTime, TimeDelta};

use super::preset;
use crate::click::ClickTotals;
use crate::collection::{Collection, CollectionName};
use crate::id::{
    CollectionId, EmailChangeId, ImportDraftId, InvitationId, KeyId, LinkId, SessionId, ShareId,
    UserId,
};
use crate::import_draft::{DraftState, ImportDraft, RowOutcomes};
use crate::key::{ApiKey, KeyName, KeyScope, KeyScopes};
use crate::link::{
    Block, BlockCause, BlockReason, Link, Namespace, QueryForwarding, RedirectStatus, Slug, Tags,
    TargetUrl,
};
use crate::ports::Timestamp;
use crate::session::{AgentName, Session};
use crate::share::{Share, ShareSubject};
use crate::token::{Secret, TokenSettings};
use crate::user::{Email, EmailChange, Invitation, Language, Password, User};
use crate::{MailPaths, PublicUrl, Revision, Settings};

/// The password of [`user`].
pub const PASSWORD: &str = "Passw0rd-ok";

/// 2026-01-01T00:00:00Z.
#[must_use]
pub fn now() -> Timestamp {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

/// Settings for `https://short.example`.
#[must_use]
pub fn settings() -> Settings {
    let secret = |byte| Secret::from_bytes(vec![byte; 32]).unwrap();
    let public_url = PublicUrl::parse("https://short.example").unwrap();
    Settings::new(
        public_url,
        TokenSettings::new(secret(1), secret(2)),
        MailPaths::default(),
    )
}

/// Ann, number 7, verified, whose password is [`PASSWORD`] as [`preset::hasher`] hashes it.
#[must_use]
pub fn user() -> User {
    User {
        id: UserId(7),
        email: Email::parse("ann@example.com").unwrap(),
        password_hash: preset::fake_hash(&Password::parse(PASSWORD).unwrap()),
        language: Language::En,
        default_query_forwarding: QueryForwarding::default(),
        time_zone: None,
        verified_at: Some(now() - TimeDelta::days(1)),
        verification_sent_at: Some(now() - TimeDelta::days(2)),
        token_epoch: 0,
        is_administrator: false,
        disabled_at: None,
        links_disabled: false,
        created_at: now() - TimeDelta::days(2),
    }
}

/// Number 19, the invitation of Ann, created an hour ago.
#[must_use]
pub fn invitation() -> Invitation {
    Invitation {
        id: InvitationId(19),
        email: Email::parse("ann@example.com").unwrap(),
        language: Language::En,
        created_at: now() - TimeDelta::hours(1),
    }
}

/// Number 23, Ann's pending change to `anna@example.org`, requested an hour ago.
#[must_use]
pub fn email_change() -> EmailChange {
    EmailChange {
        id: EmailChangeId(23),
        user: UserId(7),
        old_email: Email::parse("ann@example.com").unwrap(),
        new_email: Email::parse("anna@example.org").unwrap(),
        token_epoch: 0,
        confirmed_by_old_at: None,
        confirmed_by_new_at: None,
        created_at: now() - TimeDelta::hours(1),
    }
}

/// Number 11, Ann's personal `promo`, which leads to `https://example.com/a`.
#[must_use]
pub fn link() -> Link {
    Link {
        id: LinkId(11),
        namespace: Namespace::Personal(UserId(7)),
        slug: Slug::parse("promo").unwrap(),
        target: TargetUrl::from_stored("https://example.com/a".to_owned()),
        owner: Some(UserId(7)),
        title: None,
        tags: Tags::default(),
        redirect_status: RedirectStatus::default(),
        query_forwarding: QueryForwarding::default(),
        expires_at: None,
        max_clicks: None,
        fallback: None,
        clicks: ClickTotals::default(),
        exhausted: false,
        imported_clicks: None,
        disabled_at: None,
        block: None,
        created_at: now() - TimeDelta::days(1),
        updated_at: now() - TimeDelta::days(1),
        revision: Revision::FIRST,
        deleted_at: None,
    }
}

/// A block by the operator since now, with the reason `Phishing`.
#[must_use]
pub fn block() -> Block {
    Block {
        at: now(),
        cause: BlockCause::Operator,
        reason: Some(BlockReason::from_stored("Phishing".to_owned())),
    }
}

/// Number 13, Ann's empty collection `Spring`.
#[must_use]
pub fn collection() -> Collection {
    Collection {
        id: CollectionId(13),
        owner: UserId(7),
        name: CollectionName::parse("Spring").unwrap(),
        description: None,
        links: 0,
        created_at: now() - TimeDelta::days(1),
        updated_at: now() - TimeDelta::days(1),
        revision: Revision::FIRST,
    }
}

/// Number 17, Ann's key `Extension` with the scope `links:write`, which does not expire and was never used.
#[must_use]
pub fn key() -> ApiKey {
    ApiKey {
        id: KeyId(17),
        owner: UserId(7),
        name: KeyName::parse("Extension").unwrap(),
        prefix: "kor_ABCDEF".to_owned(),
        scopes: KeyScopes::new(&[KeyScope::LinksWrite]),
        expires_at: None,
        last_used_at: None,
        created_at: now() - TimeDelta::days(1),
    }
}

/// Number 29, Ann's session in Firefox, which started an hour ago and was last used then.
#[must_use]
pub fn session() -> Session {
    Session {
        id: SessionId(29),
        user: UserId(7),
        agent: AgentName::cut("Firefox, Windows"),
        epoch: 0,
        created_at: now() - TimeDelta::hours(1),
        last_seen_at: now() - TimeDelta::hours(1),
    }
}

/// Number 31, the share of Ann's [`link`], created an hour ago.
#[must_use]
pub fn share() -> Share {
    Share {
        id: ShareId(31),
        owner: UserId(7),
        subject: ShareSubject::Link(LinkId(11)),
        created_at: now() - TimeDelta::hours(1),
    }
}

/// Number 37, Ann's list of two targets, received a minute ago. Its dry run is over, and refuses nothing.
#[must_use]
pub fn import_draft() -> ImportDraft {
    let file = b"https://example.com/a\nhttps://example.com/b\n";
    ImportDraft {
        id: ImportDraftId(37),
        owner: UserId(7),
        file: file.as_slice().into(),
        layout: Some("list".to_owned()),
        outcomes: Some(RowOutcomes::from_iter([None, None])),
        state: DraftState::Tried,
        created_at: now() - TimeDelta::minutes(1),
    }
}
