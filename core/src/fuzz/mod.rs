//! What must hold for any input, one function for each kind: they panic if it does not. The tests call them with inputs near
//! those of `fuzz/corpus`, and the targets in `fuzz` with whatever reaches new code.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "test code")]

mod tokens;
mod values;

pub use tokens::{api_key, jwt, session_secret, verification_token};
pub use values::{email, slug, target_url};

#[cfg(test)]
mod tests {
    korotko_testkit::fuzzed!(
        api_key,
        email,
        jwt,
        session_secret,
        slug,
        target_url,
        verification_token
    );
}
