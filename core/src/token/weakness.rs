use super::Secret;

/// A secret with fewer different bytes repeats itself: 32 random ones nearly always have more than 24.
const MIN_DIFFERENT: usize = 8;

/// Why a secret may be guessed, although it is long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretWeakness {
    /// It consists of a few different bytes.
    #[error("repeats a few bytes")]
    Repetitive,
    /// It is a text that somebody typed.
    #[error("is a text, and not random bytes")]
    Text,
}

impl Secret {
    /// Why this secret may be guessed, as far as its bytes show: random bytes practically never look like this.
    #[must_use]
    pub fn weakness(&self) -> Option<SecretWeakness> {
        let bytes = self.as_bytes();
        let mut seen = [false; 256];
        for byte in bytes {
            seen[usize::from(*byte)] = true;
        }
        if seen.iter().filter(|seen| **seen).count() < MIN_DIFFERENT {
            return Some(SecretWeakness::Repetitive);
        }
        let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(char::is_control));
        is_text.then_some(SecretWeakness::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_nobody_generated_are_weak() {
        let weakness = |bytes: &[u8]| Secret::from_bytes(bytes.to_vec()).unwrap().weakness();
        for repetitive in [&[0; 32][..], &[7; 64], &b"abcabca".repeat(9)] {
            assert_eq!(weakness(repetitive), Some(SecretWeakness::Repetitive));
        }
        for text in [
            "correct horse battery staple and more",
            "Пароль для подписи токенов",
        ] {
            assert_eq!(weakness(text.as_bytes()), Some(SecretWeakness::Text));
        }
        let random: Vec<u8> = (0..32).map(|byte: u8| byte.wrapping_mul(73)).collect();
        assert_eq!(weakness(&random), None);
    }
}
