use korotko_core::ports::ClickLogId;

use super::{MAGIC, VERSION, checksum};

/// How many bytes it has.
pub(crate) const LENGTH: usize = 32;

/// Where the first record begins.
pub(crate) const END: u64 = LENGTH as u64;

/// The header of the file of this log.
pub(crate) fn encode(id: ClickLogId) -> [u8; LENGTH] {
    let mut header = [0; LENGTH];
    header[..8].copy_from_slice(&MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..28].copy_from_slice(&id.0.to_be_bytes());
    let checksum = checksum([&header[..28], &[]]);
    header[28..].copy_from_slice(&checksum);
    header
}

/// What a file begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header {
    /// The header of the file of this log.
    Of(ClickLogId),
    /// The header of a file of another version.
    OtherVersion(u32),
    /// Something else: if it was a header, it is damaged.
    Damaged,
}

/// What these bytes are.
pub(crate) fn decode(header: &[u8; LENGTH]) -> Header {
    let [magic, version, id, expected] = [0..8, 8..12, 12..28, 28..32].map(|at| &header[at]);
    if magic != MAGIC || checksum([&header[..28], &[]]) != expected {
        return Header::Damaged;
    }
    match (version.try_into(), id.try_into()) {
        (Ok(version), Ok(id)) if u32::from_le_bytes(version) == VERSION => {
            Header::Of(ClickLogId(u128::from_be_bytes(id)))
        }
        (Ok(version), _) => Header::OtherVersion(u32::from_le_bytes(version)),
        _ => Header::Damaged,
    }
}
