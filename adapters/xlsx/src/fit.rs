//! Fitting the links into the largest allowed file.

use korotko_core::report::{ReportDocument, Workbook};
use korotko_texts::Texts;
use rust_xlsxwriter::XlsxError;

use crate::book;

/// The most rows of links: Excel's limit, less some rows for the header and the sums.
const MAX_ROWS: usize = 1_048_000;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FitError {
    /// Writing failed: the disk is full, or there is a defect.
    #[error("the workbook could not be assembled")]
    Xlsx(#[from] XlsxError),
    /// The workbook is too large even without links.
    #[error("the workbook is too large: it has {0} bytes without any links")]
    TooLarge(usize),
}

/// The workbook with as many of the first links as fit.
pub(crate) fn write(
    document: &ReportDocument,
    texts: &'static Texts,
    max_bytes: usize,
) -> Result<Workbook, FitError> {
    let all = document.links.len();
    let mut kept = all.min(MAX_ROWS);
    let mut bytes = book::write(document, texts, kept)?;
    if bytes.len() <= max_bytes {
        return Ok(workbook(bytes, all - kept));
    }
    let least = book::write(document, texts, 0)?.len();
    if least > max_bytes {
        return Err(FitError::TooLarge(least));
    }
    kept = fitting(kept, bytes.len() - least, max_bytes - least);
    bytes = book::write(document, texts, kept)?;
    // Rare: the first rows are larger than the others.
    while bytes.len() > max_bytes {
        kept /= 2;
        bytes = book::write(document, texts, kept)?;
    }
    Ok(workbook(bytes, all - kept))
}

/// How many of `kept` rows should fit into `room` if all of them take `used` bytes.
fn fitting(kept: usize, used: usize, room: usize) -> usize {
    let guess = kept.saturating_mul(room) / used;
    // Rows do not compress equally: a margin makes the guess right in most cases.
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
