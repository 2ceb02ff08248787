use ring::hmac;
use subtle::ConstantTimeEq;

use super::key_ring::hex;
use super::{Secret, TokenInvalid};
use crate::id::ScheduleId;

/// Separates this use of the secret from every other.
const CONTEXT: &[u8] = b"korotko: end a schedule of reports: ";

/// The tokens that end a schedule: `<schedule's id>-<hex HMAC-SHA256>`. They do not expire, because a mail may be read at any
/// time; and ids are never reused.
pub(super) struct UnsubscribeTokens {
    key: hmac::Key,
}

impl UnsubscribeTokens {
    pub(super) fn new(secret: &Secret) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
        }
    }

    pub(super) fn write(&self, schedule: ScheduleId) -> String {
        let tag = self.tag(&schedule.to_string());
        format!("{schedule}-{tag}")
    }

    /// The schedule of this token.
    pub(super) fn read(&self, token: &str) -> Result<ScheduleId, TokenInvalid> {
        let (id, tag) = token.rsplit_once('-').ok_or(TokenInvalid)?;
        let genuine = self.tag(id);
        if !bool::from(genuine.as_bytes().ct_eq(tag.as_bytes())) {
            return Err(TokenInvalid);
        }
        id.parse().map(ScheduleId).map_err(|_| TokenInvalid)
    }

    fn tag(&self, id: &str) -> String {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(CONTEXT);
        context.update(id.as_bytes());
        hex(context.sign().as_ref())
    }
}
