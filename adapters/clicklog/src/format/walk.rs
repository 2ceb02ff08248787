use super::decode::Bytes;
use super::{MAX_RECORD, MIN_RECORD, PREFIX};

/// What stands before the first text of a record.
const BEFORE_TEXTS: usize = PREFIX + 4 + 2 * 8 + 3;

/// What can be told of damaged bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Walk {
    /// How many records end in them, as far as lengths can be read.
    pub(crate) records: u64,
    /// How many bytes come behind those.
    pub(crate) rest: usize,
}

/// Counts records that are damaged, the first of which begins with these bytes: by the length that each begins with, or by those
/// of its texts where the former makes no sense.
pub(crate) fn walk(bytes: &[u8]) -> Walk {
    let mut walk = Walk {
        records: 0,
        rest: bytes.len(),
    };
    while walk.rest > 0 {
        let rest = &bytes[bytes.len() - walk.rest..];
        let lengths = [texts_length(rest), said_length(rest)];
        let lengths = || lengths.into_iter().flatten();
        // Either may be damaged: the one that fits is not.
        let fitting = lengths().find(|length| *length == rest.len());
        let Some(length) = fitting.or_else(|| lengths().find(|length| *length < rest.len())) else {
            break;
        };
        walk.records += 1;
        walk.rest -= length;
    }
    walk
}

/// Whether these bytes may be a record that was not written to its end.
pub(crate) fn is_beginning(bytes: &[u8]) -> bool {
    bytes.len() < 2 || said_length(bytes).is_some_and(|length| length > bytes.len())
}

/// How long a record is by its first bytes.
fn said_length(bytes: &[u8]) -> Option<usize> {
    let length = u16::from_le_bytes(*bytes.first_chunk()?);
    let length = PREFIX + usize::from(length);
    (MIN_RECORD..=MAX_RECORD)
        .contains(&length)
        .then_some(length)
}

/// How long it is by what its payload says.
fn texts_length(bytes: &[u8]) -> Option<usize> {
    let mut rest = Bytes(bytes);
    let before = rest.take(BEFORE_TEXTS)?;
    if before.iter().all(|byte| *byte == 0) {
        // What a power cut leaves says nothing.
        return None;
    }
    for _text in 0..4 {
        let [length] = rest.array()?;
        rest.take(usize::from(length))?;
    }
    match rest.array()? {
        [0] => {}
        [1] => drop(rest.take(8)?),
        _ => return None,
    }
    Some(bytes.len() - rest.0.len())
}
