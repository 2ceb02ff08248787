use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::key_ring::KeyRing;
use super::{IssueError, TokenInvalid};
use crate::id::UserId;
use crate::ports::{Random, Timestamp};

/// How many seconds another node's clock may be ahead.
pub(super) const IAT_SKEW: i64 = 60;
/// How many seconds `nbf` is set back, so that a node whose clock is behind accepts the token at once.
const NBF_BACK: i64 = 30;

/// The use of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TokenUse {
    /// Authenticates requests.
    Access,
    /// Exchanged for a new token pair.
    Refresh,
    /// Sets a new password, once.
    Reset,
}

impl TokenUse {
    /// The name, as in logs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Reset => "password-reset",
        }
    }

    /// The `typ` header (RFC 8725 3.11); that of an access token is registered by RFC 9068.
    fn typ(self) -> &'static str {
        match self {
            Self::Access => "at+jwt",
            Self::Refresh => "rt+jwt",
            Self::Reset => "reset+jwt",
        }
    }
}

/// The claims of a token (RFC 7519 4.1), times in seconds since 1970.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) sub: String,
    pub(super) iat: i64,
    pub(super) nbf: i64,
    pub(super) exp: i64,
    pub(super) jti: String,
    #[serde(rename = "use")]
    pub(super) token_use: TokenUse,
    pub(super) epoch: i64,
}

/// The user of a token, and the epoch under which it was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenSubject {
    pub(crate) user: UserId,
    pub(crate) epoch: i64,
}

/// Writes and reads JWTs: HS256 alone, every claim required and checked here, times against the caller's clock.
pub(super) struct Jwt {
    pub(super) keys: KeyRing,
    pub(super) issuer: String,
    pub(super) audience: String,
}

impl Jwt {
    pub(super) fn write(
        &self,
        token_use: TokenUse,
        subject: TokenSubject,
        (now, lifetime): (Timestamp, TimeDelta),
        random: &dyn Random,
    ) -> Result<String, IssueError> {
        let mut id = [0; 16];
        random.fill(&mut id)?;
        let (kid, key) = self.keys.signing();
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(token_use.typ().to_owned());
        header.kid = Some(kid.to_owned());
        let iat = now.timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: subject.user.to_string(),
            iat,
            nbf: iat - NBF_BACK,
            exp: iat + lifetime.num_seconds(),
            jti: URL_SAFE_NO_PAD.encode(id),
            token_use,
            epoch: subject.epoch,
        };
        Ok(jsonwebtoken::encode(&header, &claims, key)?)
    }

    pub(super) fn read(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
    ) -> Result<TokenSubject, TokenInvalid> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| TokenInvalid)?;
        let kid = header.kid.as_deref().ok_or(TokenInvalid)?;
        let key = self.keys.verifying(kid).ok_or(TokenInvalid)?;
        if header.crit.is_some() || header.typ.as_deref() != Some(token_use.typ()) {
            return Err(TokenInvalid);
        }
        let claims: Claims = jsonwebtoken::decode(token, key, &signature_alone())
            .map_err(|_| TokenInvalid)?
            .claims;
        self.check(token_use, &claims, now.timestamp())
    }

    fn check(
        &self,
        token_use: TokenUse,
        claims: &Claims,
        now: i64,
    ) -> Result<TokenSubject, TokenInvalid> {
        let good = claims.iss == self.issuer
            && claims.aud == self.audience
            && claims.token_use == token_use
            && claims.iat <= now + IAT_SKEW
            && claims.nbf <= now
            && now < claims.exp;
        let user = claims.sub.parse().map(UserId).map_err(|_| TokenInvalid)?;
        good.then_some(TokenSubject {
            user,
            epoch: claims.epoch,
        })
        .ok_or(TokenInvalid)
    }
}

/// The library checks the signature and the algorithm; its claim checks use the system's clock, so they are replaced here.
fn signature_alone() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
