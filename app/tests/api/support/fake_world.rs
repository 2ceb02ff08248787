//! Constants of the tests: secrets and times.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::digest::{Context, SHA256};
use ring::hmac;

/// The default public URL.
pub const PUBLIC_URL: &str = "https://short.example";
/// The user of most tests.
pub const ANN: &str = "ann@example.com";
/// The target of most links.
pub const URL: &str = "https://example.com/a";
/// The path to create and list links.
pub const LINKS: &str = "/api/links/";
/// Signs access and refresh tokens.
pub const JWT_SECRET: [u8; 32] = [7; 32];
/// Signs verification tokens.
pub const EMAIL_SECRET: [u8; 32] = [9; 32];

/// The start of every test: 2026-12-01T00:00:00Z.
pub fn start_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_083_200, 0).unwrap()
}

/// `<base64url(email)>-<hex SHA-256(base64url(email) + secret)>`, over any bytes.
pub fn verification_token(email: impl AsRef<[u8]>) -> String {
    sealed(&URL_SAFE_NO_PAD.encode(email))
}

/// The unsubscribe token of a schedule.
pub fn unsubscribe_token(schedule: i64) -> String {
    signed_id("korotko: end a schedule of reports: ", schedule)
}

/// The token of an invitation.
pub fn invitation_token(invitation: i64) -> String {
    signed_id("korotko: use an invitation: ", invitation)
}

/// `<id>-<hex HMAC-SHA256>`.
fn signed_id(context: &str, id: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &EMAIL_SECRET);
    let tag = hmac::sign(&key, format!("{context}{id}").as_bytes());
    format!("{id}-{}", hex(tag.as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// A text followed by its valid digest.
pub fn sealed(text: &str) -> String {
    let mut context = Context::new(&SHA256);
    context.update(text.as_bytes());
    context.update(&EMAIL_SECRET);
    format!("{text}-{}", hex(context.finish().as_ref()))
}
