//! Tokens with known secrets, for the functions in `crate::fuzz`.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ring::hmac;
use url::Url;

use super::jwt::{Claims, IAT_SKEW, TokenUse};
use super::{AUDIENCE, Secret, TokenSettings, TokenSubject, Tokens};
use crate::id::UserId;
use crate::ports::{Random, RandomError, Timestamp};

const ISSUER: &str = "https://short.example/";

/// A second in 2027.
const NOW: i64 = 1_800_000_000;

const SUBJECT: TokenSubject = TokenSubject {
    user: UserId(7),
    epoch: 3,
};

/// So that a token that is issued again is the same.
struct Zeros;

impl Random for Zeros {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(0);
        Ok(())
    }
}

/// Tokens whose secrets are known.
pub(crate) struct SampleTokens {
    tokens: Tokens,
    jwt_secret: [u8; 32],
}

impl SampleTokens {
    /// Those with this number.
    pub(crate) fn new(number: u8) -> Self {
        let secret = |bytes: &[u8; 32]| Secret::from_base64(&STANDARD.encode(bytes)).unwrap();
        let jwt_secret = [number; 32];
        let settings = TokenSettings {
            jwt_secrets: vec![secret(&jwt_secret)],
            email_secret: secret(&[number + 100; 32]),
            access_lifetime: TimeDelta::hours(1),
            refresh_lifetime: TimeDelta::days(1),
        };
        let url = Url::parse(ISSUER).unwrap();
        Self {
            tokens: Tokens::new(Arc::new(Zeros), &url, settings).unwrap(),
            jwt_secret,
        }
    }

    pub(crate) fn issue_verification(&self, address: &str) -> String {
        self.tokens.issue_verification(address)
    }

    pub(crate) fn read_verification(&self, token: &str) -> Option<String> {
        self.tokens.read_verification(token).ok()
    }

    /// The access token of the one subject.
    pub(crate) fn issue_access(&self) -> String {
        self.tokens.issue_pair(SUBJECT, now()).unwrap().access_token
    }

    /// Whether an access token is accepted. No token is accepted for two uses.
    pub(crate) fn accepts_access(&self, token: &str) -> bool {
        let uses = [TokenUse::Access, TokenUse::Refresh, TokenUse::Reset];
        let read = uses.map(|token_use| self.tokens.read(token_use, token, now()).is_ok());
        assert!(read.iter().filter(|read| **read).count() <= 1);
        read[0]
    }

    /// A token with this header and these claims, signed with the right secret.
    pub(crate) fn sign(&self, header: &str, claims: &str) -> String {
        let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
        let message = parts.join(".");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.jwt_secret);
        let tag = hmac::sign(&key, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// A token with these claims, signed with the right secret, or with another one.
    pub(crate) fn forge(&self, jwt: &ForgedJwt) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(jwt.pick(TYP, "at+jwt", "rt+jwt").to_owned());
        let issued = jsonwebtoken::decode_header(self.issue_access()).unwrap();
        header.kid = issued.kid.filter(|_| !jwt.breaks(KID));
        header.crit = jwt.breaks(CRIT).then(|| vec!["exp".to_owned()]);
        let claims = Claims {
            iss: jwt.pick(ISS, ISSUER, "https://other.example/").to_owned(),
            aud: jwt.pick(AUD, AUDIENCE, "other").to_owned(),
            sub: jwt.pick(SUB, "7", "ann").to_owned(),
            iat: jwt.iat,
            nbf: jwt.nbf,
            exp: jwt.exp,
            jti: "1".to_owned(),
            token_use: jwt.pick(USE, TokenUse::Access, TokenUse::Refresh),
            epoch: jwt.epoch,
        };
        let secret = jwt.pick(SIGNATURE, self.jwt_secret, [99; 32]);
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap()
    }
}

fn now() -> Timestamp {
    DateTime::from_timestamp(NOW, 0).unwrap()
}

/// The rules that a forged token may break, as bits.
const TYP: u8 = 1;
const KID: u8 = 2;
const CRIT: u8 = 4;
const ISS: u8 = 8;
const AUD: u8 = 16;
const SUB: u8 = 32;
const USE: u8 = 64;
const SIGNATURE: u8 = 128;

/// What a forged token has.
pub(crate) struct ForgedJwt {
    broken: u8,
    iat: i64,
    nbf: i64,
    exp: i64,
    epoch: i64,
}

impl ForgedJwt {
    /// As bytes choose, with zeros at their end.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut bytes = bytes.iter().copied().chain(std::iter::repeat(0));
        let mut byte = move || bytes.next().unwrap_or_default();
        let broken = byte();
        let [iat, nbf, exp, epoch] = [(); 4].map(|()| {
            let near = byte();
            let any = i64::from_le_bytes([(); 8].map(|()| byte()));
            if near == 0xff {
                any
            } else {
                NOW + i64::from(near.cast_signed())
            }
        });
        Self {
            broken,
            iat,
            nbf,
            exp,
            epoch,
        }
    }

    /// Whether it must be accepted: it breaks no rule, and its times are right.
    pub(crate) fn keeps_all_rules(&self) -> bool {
        self.broken == 0 && self.iat <= NOW + IAT_SKEW && self.nbf <= NOW && NOW < self.exp
    }

    fn breaks(&self, rule: u8) -> bool {
        self.broken & rule != 0
    }

    fn pick<T>(&self, rule: u8, good: T, bad: T) -> T {
        if self.breaks(rule) { bad } else { good }
    }
}
