//! What the tests know and the world does not: the secrets, and when it is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::digest::{Context, SHA256};
use ring::hmac;

/// Under which the world reaches the application, unless a test says otherwise.
pub const PUBLIC_URL: &str = "https://short.example";
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
    let hex = tag.as_ref().iter().map(|byte| format!("{byte:02x}"));
    format!("{schedule}-{}", hex.collect::<String>())
}

/// A text with its genuine digest behind it.
pub fn sealed(text: &str) -> String {
    let mut context = Context::new(&SHA256);
    context.update(text.as_bytes());
    context.update(&EMAIL_SECRET);
    let digest = context.finish();
    let hex: Vec<String> = digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{text}-{}", hex.concat())
}
