//! Integers of variable length: seven bits a byte, the lowest first; the eighth bit tells that more bytes follow.

/// The largest integer: more clicks than anybody has, and small enough to be added up a million times.
pub(crate) const MAX: u64 = 1 << 40;

/// Reads an integer of at most `most` from the front of `bytes`; `None` if there is none.
#[inline]
pub(crate) fn read(bytes: &mut &[u8], most: u64) -> Option<u64> {
    // The usual case.
    if let [byte @ 0..=0x7f, rest @ ..] = *bytes {
        *bytes = rest;
        return Some(u64::from(*byte)).filter(|number| *number <= most);
    }
    let mut number = 0;
    for shift in (0..42).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return (number <= most).then_some(number);
        }
    }
    None
}

/// Reads a length and that many bytes from the front of `bytes`.
pub(crate) fn read_bytes<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(read(bytes, MAX)?).ok()?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// Appends an integer to `bytes`.
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low_bits(number));
}

/// Appends a length and that many bytes.
pub(crate) fn put_bytes(bytes: &mut Vec<u8>, appended: &[u8]) {
    put(bytes, appended.len() as u64);
    bytes.extend_from_slice(appended);
}

fn low_bits(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or_default()
}
