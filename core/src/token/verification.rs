use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use subtle::ConstantTimeEq;

use super::key_ring::hex;
use super::{Secret, TokenInvalid};

/// The tokens in verification mails: `<base64url(email)>-<hex SHA-256(base64url(email) + secret)>`, without padding.
///
/// The secret follows the text, so that SHA-256's length extension does not help a forger.
pub(super) struct VerificationTokens {
    pub(super) secret: Secret,
}

impl VerificationTokens {
    pub(super) fn write(&self, address: &str) -> String {
        let address = URL_SAFE_NO_PAD.encode(address);
        let digest = self.digest(&address);
        format!("{address}-{digest}")
    }

    /// The address of this token. The digest is compared before anything is decoded, so that a forger learns nothing from the
    /// failure.
    pub(super) fn read(&self, token: &str) -> Result<String, TokenInvalid> {
        let (address, digest) = token.rsplit_once('-').ok_or(TokenInvalid)?;
        let genuine = self.digest(address);
        if !bool::from(genuine.as_bytes().ct_eq(digest.as_bytes())) {
            return Err(TokenInvalid);
        }
        let address = URL_SAFE_NO_PAD.decode(address).map_err(|_| TokenInvalid)?;
        String::from_utf8(address).map_err(|_| TokenInvalid)
    }

    fn digest(&self, address: &str) -> String {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(address.as_bytes());
        context.update(self.secret.as_bytes());
        hex(context.finish().as_ref())
    }
}
