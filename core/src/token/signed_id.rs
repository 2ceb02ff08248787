use ring::hmac;
use subtle::ConstantTimeEq;

use super::key_ring::hex;
use super::{Secret, TokenInvalid};

/// Tokens of ids that are never reused: `<id>-<hex HMAC-SHA256>`. They carry no time: the row of the id decides how long they work.
pub(super) struct SignedIds {
    key: hmac::Key,
    /// Separates this use of the secret from every other.
    context: &'static [u8],
}

impl SignedIds {
    pub(super) fn new(secret: &Secret, context: &'static [u8]) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            context,
        }
    }

    pub(super) fn write(&self, id: i64) -> String {
        let tag = self.tag(&id.to_string());
        format!("{id}-{tag}")
    }

    /// The id of this token.
    pub(super) fn read(&self, token: &str) -> Result<i64, TokenInvalid> {
        let (id, tag) = token.rsplit_once('-').ok_or(TokenInvalid)?;
        let genuine = self.tag(id);
        if !bool::from(genuine.as_bytes().ct_eq(tag.as_bytes())) {
            return Err(TokenInvalid);
        }
        id.parse().map_err(|_| TokenInvalid)
    }

    fn tag(&self, id: &str) -> String {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(self.context);
        context.update(id.as_bytes());
        hex(context.sign().as_ref())
    }
}
