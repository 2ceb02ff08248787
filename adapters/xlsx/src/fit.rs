//! How many links fit.

use korotko_core::report::{ReportDocument, Workbook};
use rust_xlsxwriter::XlsxError;

use crate::book;

/// The most rows of links: what Excel has room for, and some for the header and the sums.
const MAX_ROWS: usize = 1_048_000;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FitError {
    /// It could not be written: no room on the disk, or a defect.
    #[error("the workbook could not be put together")]
    Xlsx(#[from] XlsxError),
    /// It is too large even without a single link.
    #[error("the workbook is of {0} bytes without a single link, which is too large")]
    TooLarge(usize),
}

/// The workbook with as many links as fit, the first ones.
pub(crate) fn write(document: &ReportDocument, most_bytes: usize) -> Result<Workbook, FitError> {
    let all = document.links.len();
    let mut kept = all.min(MAX_ROWS);
    let mut bytes = book::write(document, kept)?;
    if bytes.len() <= most_bytes {
        return Ok(workbook(bytes, all - kept));
    }
    let least = book::write(document, 0)?.len();
    if least > most_bytes {
        return Err(FitError::TooLarge(least));
    }
    kept = fitting(kept, bytes.len() - least, most_bytes - least);
    bytes = book::write(document, kept)?;
    // Seldom: the first rows are larger than the others.
    while bytes.len() > most_bytes {
        kept /= 2;
        bytes = book::write(document, kept)?;
    }
    Ok(workbook(bytes, all - kept))
}

/// How many of `kept` rows should fit into `room` when all take `used` bytes.
fn fitting(kept: usize, used: usize, room: usize) -> usize {
    let guess = kept.saturating_mul(room) / used;
    // Rows do not compress alike: a little is left over, so that the guess is mostly right.
    guess - guess / 32
}

fn workbook(bytes: Vec<u8>, omitted: usize) -> Workbook {
    Workbook {
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        extension: "xlsx",
        bytes,
        omitted_links: u64::try_from(omitted).unwrap_or(u64::MAX),
    }
}
