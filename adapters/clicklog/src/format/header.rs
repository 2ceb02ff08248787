use korotko_core::ports::ClickLogId;

use super::{MAGIC, VERSION, checksum};

/// The length of the header, in bytes.
pub(crate) const LENGTH: usize = 32;

/// The offset of the first record.
pub(crate) const END: u64 = LENGTH as u64;

/// The header of this log's file.
pub(crate) fn encode(id: ClickLogId) -> [u8; LENGTH] {
    let mut header = [0; LENGTH];
    header[..8].copy_from_slice(&MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..28].copy_from_slice(&id.0.to_be_bytes());
    let checksum = checksum([&header[..28], &[]]);
    header[28..].copy_from_slice(&checksum);
    header
}

/// A decoded header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header {
    /// The header of this log's file.
    Of(ClickLogId),
    /// The header of a file of another version.
    OtherVersion(u32),
    /// Any other bytes, such as a damaged header.
    Damaged,
}

/// Decodes a header.
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
