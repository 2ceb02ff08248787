use std::sync::atomic::{AtomicU64, Ordering};

use crate::key::KeySecret;
use crate::ports::{Random, RandomError};
use crate::session::SessionSecret;
use crate::token::fuzz::{ForgedJwt, SampleTokens};

/// Bytes that follow from a seed.
struct Seeded(AtomicU64);

impl Seeded {
    fn by(input: &[u8]) -> Self {
        let seed = input.iter().fold(0, |seed: u64, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(*byte))
        });
        Self(AtomicU64::new(seed))
    }
}

impl Random for Seeded {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for byte in buffer {
            // Linear congruential, with the constants of MMIX.
            let step = |state: u64| {
                let next = state.wrapping_mul(6_364_136_223_846_793_005);
                Some(next.wrapping_add(1_442_695_040_888_963_407))
            };
            let state = self
                .0
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, step);
            let state = state.unwrap_or_else(|state| state);
            *byte = state.to_be_bytes()[0];
        }
        Ok(())
    }
}

/// The text with another letter or digit at a place that follows from the input.
fn changed(text: &str, input: &[u8]) -> String {
    let at = input.len() % text.len();
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = match bytes[at] {
        b'A' => b'B',
        _ => b'A',
    };
    String::from_utf8(bytes).unwrap()
}

/// A verification token is accepted only as it was issued for its address, by the same secret.
pub fn verification_token(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let [tokens, others] = [SampleTokens::new(1), SampleTokens::new(2)];
    if let Some(address) = tokens.read_verification(text) {
        assert_eq!(tokens.issue_verification(&address), text);
        assert_eq!(others.read_verification(text), None);
    }
    let issued = tokens.issue_verification(text);
    assert!(
        issued
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    assert_eq!(tokens.read_verification(&issued).as_deref(), Some(text));
    assert_eq!(tokens.read_verification(&changed(&issued, input)), None);
    assert_eq!(others.read_verification(&issued), None);
}

/// A JWT is accepted only if it was issued for this use, or its signer kept every rule.
pub fn jwt(input: &[u8]) {
    let tokens = SampleTokens::new(1);
    if let Ok(text) = str::from_utf8(input) {
        let issued = tokens.issue_access();
        assert_eq!(tokens.accepts_access(text), text == issued);
        assert!(tokens.accepts_access(&issued));
        assert!(!tokens.accepts_access(&changed(&issued, input)));
        let (header, claims) = text.split_once('\n').unwrap_or((text, ""));
        // Whatever is signed with the right secret: it must be read or refused.
        let _ = tokens.accepts_access(&tokens.sign(header, claims));
    }
    let forged = ForgedJwt::from_bytes(input);
    assert_eq!(
        tokens.accepts_access(&tokens.forge(&forged)),
        forged.keeps_all_rules()
    );
}

/// An API key is accepted only in its exact form; one changed character is enough to refuse it.
pub fn api_key(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input)
        && let Some(key) = KeySecret::parse(text)
    {
        assert_eq!(key.expose(), text);
        assert_form(&key);
    }
    let key = KeySecret::generate(&Seeded::by(input)).unwrap();
    assert_form(&key);
    let parsed = KeySecret::parse(key.expose()).unwrap();
    assert_eq!(parsed.hash(), key.hash());
    assert!(KeySecret::parse(&changed(key.expose(), input)).is_none());
    assert!(KeySecret::parse(&key.expose()[1..]).is_none());
}

/// The secret of a session is accepted in its exact form only, and another one finds another session.
pub fn session_secret(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input)
        && let Some(secret) = SessionSecret::parse(text)
    {
        assert_eq!(secret.expose(), text);
        assert_secret(&secret);
    }
    let secret = SessionSecret::generate(&Seeded::by(input)).unwrap();
    assert_secret(&secret);
    let parsed = SessionSecret::parse(secret.expose()).unwrap();
    assert_eq!(parsed.hash(), secret.hash());
    let other = SessionSecret::parse(&changed(secret.expose(), input)).unwrap();
    assert_ne!(other.hash(), secret.hash());
    assert!(SessionSecret::parse(&secret.expose()[1..]).is_none());
}

fn assert_secret(secret: &SessionSecret) {
    let text = secret.expose();
    assert_eq!(text.len(), 43);
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
}

fn assert_form(key: &KeySecret) {
    let text = key.expose();
    assert!(KeySecret::is_claimed_by(text));
    assert_eq!(text.len(), 53);
    assert!(text[4..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert!(text.starts_with(key.prefix()) && key.prefix().len() == 10);
}
