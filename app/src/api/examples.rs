//! Values shared by the document's examples.

use chrono::{DateTime, Utc};

pub(super) const EMAIL: &str = "me@example.com";
pub(super) const NEW_EMAIL: &str = "me@example.org";
pub(super) const PASSWORD: &str = "Passw0rd-ok";
pub(super) const NEW_PASSWORD: &str = "Correct Horse 7 Battery";
pub(super) const TIME_ZONE: &str = "Europe/Moscow";
pub(super) const URL: &str = "https://example.com/a";
pub(super) const FALLBACK_URL: &str = "https://example.com/over";
pub(super) const SLUG: &str = "promo";
pub(super) const SHARE_URL: &str = "http://localhost:8080/promo?u=1";
pub(super) const SHARE_TOKEN: &str =
    "1-4c1f0de54d5f9a3f27ab8fbd8b8d3ec1b7a0de1d2a53cb5dbd1c55c7bd12ae90";
pub(super) const TITLE: &str = "Spring sale";
pub(super) const COLLECTION: &str = "Spring 2027";
pub(super) const ABUSE: &str = "It imitates the sign-in page of my bank.";
pub(super) const BLOCK_REASON: &str = "Phishing, reported on 2026-11-21";
pub(super) const DESCRIPTION: &str = "Links of the spring campaign";
pub(super) const TOKEN: &str =
    "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

pub(super) const AGENT: &str = "Firefox, Windows";

pub(super) const KEY_NAME: &str = "Browser extension";
pub(super) const KEY: &str = "kor_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq7IQX5A";
pub(super) const KEY_PREFIX: &str = "kor_ABCDEF";

/// 2026-11-22T12:00:00Z.
pub(super) fn past() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).unwrap_or_default()
}

/// 2099-12-31T12:00:00Z: in the future, so that examples can be tried out.
pub(super) fn future() -> DateTime<Utc> {
    DateTime::from_timestamp(4_102_401_600, 0).unwrap_or_default()
}

pub(super) fn tags() -> Vec<String> {
    vec!["sale".to_owned(), "spring".to_owned()]
}
