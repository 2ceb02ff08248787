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

/// Of which log a file is that begins with this; `None` for one that this version cannot read.
pub(crate) fn decode(header: &[u8; LENGTH]) -> Option<ClickLogId> {
    let id = header[12..28].try_into().ok()?;
    let id = ClickLogId(u128::from_be_bytes(id));
    (*header == encode(id)).then_some(id)
}
