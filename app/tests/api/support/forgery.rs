//! Forged tokens: signed with the right secret, but wrong in one respect.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac::{self, Algorithm, HMAC_SHA256};
use serde_json::Value;

use super::fake_world::JWT_SECRET;

/// A valid token, to be changed and signed again.
#[derive(Debug, Clone)]
pub struct Forgery {
    header: Value,
    claims: Value,
}

impl Forgery {
    pub fn from_token(token: &str) -> Self {
        let mut parts = token.split('.').map(|part| {
            let json = URL_SAFE_NO_PAD.decode(part).unwrap();
            serde_json::from_slice(&json).ok()
        });
        let mut next = || parts.next().flatten().unwrap();
        let (header, claims) = (next(), next());
        Self { header, claims }
    }

    /// What the token claims.
    pub fn claim(&self, name: &str) -> &Value {
        &self.claims[name]
    }

    /// Sets a claim.
    pub fn claiming(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims[name] = value.into();
        self
    }

    /// Removes a claim.
    pub fn without(mut self, name: &str) -> Self {
        self.claims.as_object_mut().unwrap().remove(name).unwrap();
        self
    }

    /// The names of all claims.
    pub fn claims(&self) -> Vec<String> {
        self.claims.as_object().unwrap().keys().cloned().collect()
    }

    /// Sets a field of the header.
    pub fn headed(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header[name] = value.into();
        self
    }

    /// Removes a field of the header.
    pub fn headless(mut self, name: &str) -> Self {
        self.header.as_object_mut().unwrap().remove(name).unwrap();
        self
    }

    /// The token, signed as the application signs.
    pub fn signed(&self) -> String {
        self.signed_by(HMAC_SHA256, &JWT_SECRET)
    }

    /// The token, signed with another algorithm or secret.
    pub fn signed_by(&self, algorithm: Algorithm, secret: &[u8]) -> String {
        let unsigned = self.unsigned();
        let unsigned = unsigned.trim_end_matches('.');
        let tag = hmac::sign(&hmac::Key::new(algorithm, secret), unsigned.as_bytes());
        format!("{unsigned}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// The token with an empty signature.
    pub fn unsigned(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&self.header), part(&self.claims))
    }
}
