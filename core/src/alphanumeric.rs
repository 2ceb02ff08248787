//! Random texts of letters and digits, for slugs and API keys.

use zeroize::Zeroizing;

use crate::ports::{Random, RandomError};

/// The letters and digits of ASCII.
pub(crate) const ALPHABET: &[u8; 62] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Generates `length` letters and digits; every such text is equally likely. `length` MUST NOT be 0.
pub(crate) fn generate(random: &dyn Random, length: usize) -> Result<String, RandomError> {
    let mut text = String::with_capacity(length);
    let mut bytes = Zeroizing::new(vec![0; 2 * length]);
    loop {
        random.fill(&mut bytes)?;
        // 248 = 4 * 62: a byte at or above it would make some characters likelier than others.
        for byte in bytes.iter().filter(|byte| **byte < 248) {
            text.push(char::from(ALPHABET[usize::from(byte % 62)]));
            if text.len() == length {
                return Ok(text);
            }
        }
    }
}
