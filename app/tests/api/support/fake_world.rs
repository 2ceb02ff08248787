//! What the tests know and the world does not: the secrets, and when it is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::digest::{Context, SHA256};
use ring::hmac;

/// Under which the world reaches the application, unless a test says otherwise.
pub const PUBLIC_URL: &str = "https://short.example";
/// Who most tests are about.
pub const ANN: &str = "ann@example.com";
/// Where most links lead.
pub const URL: &str = "https://example.com/a";
/// Where links are made and listed.
pub const LINKS: &str = "/api/links/";
/// Signs sessions.
pub const JWT_SECRET: [u8; 32] = [7; 32];
/// Signs the tokens in confirmation mails.
pub const EMAIL_SECRET: [u8; 32] = [9; 32];

/// When every test begins: 2026-12-01T00:00:00Z.
pub fn start_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_083_200, 0).unwrap()
}

/// `<base64url(email)>-<hex SHA-256(base64url(email) + secret)>`, over any bytes.
pub fn verification_token(email: impl AsRef<[u8]>) -> String {
    sealed(&URL_SAFE_NO_PAD.encode(email))
}

/// What ends this schedule: `<id>-<hex HMAC-SHA256>`.
pub fn unsubscribe_token(schedule: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &EMAIL_SECRET);
    let text = format!("korotko: end a schedule of reports: {schedule}");
    let tag = hmac::sign(&key, text.as_bytes());
    format!("{schedule}-{}", hex(tag.as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// A text with its genuine digest behind it.
pub fn sealed(text: &str) -> String {
    let mut context = Context::new(&SHA256);
    context.update(text.as_bytes());
    context.update(&EMAIL_SECRET);
    format!("{text}-{}", hex(context.finish().as_ref()))
}
