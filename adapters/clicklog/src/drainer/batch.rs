use std::io;
use std::sync::Arc;

use korotko_core::click::{ClickBatch, LogPart};
use korotko_core::ports::LogOffset;

use crate::disk::{Lost, Segment, read_part};

/// How many clicks are held in memory: some 8 MB.
const MAX_CLICKS: usize = 100_000;

/// The bytes of so many clicks, in which few are longer.
pub(super) const MAX_BYTES: u64 = 64 * MAX_CLICKS as u64;

/// What is counted at once: clicks of several files, so that a link's rows are changed once for all of them.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) clicks: ClickBatch,
    /// The files with lost records.
    pub(super) lost: Vec<(Arc<Segment>, Lost)>,
}

/// The records of a file that are to be counted.
#[derive(Debug)]
pub(super) struct FileRange {
    pub(super) segment: Arc<Segment>,
    pub(super) from: LogOffset,
    pub(super) until: u64,
}

/// A file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the file cannot be read")]
pub(super) struct ReadError {
    pub(super) segment: Arc<Segment>,
    source: io::Error,
}

impl Batch {
    /// Reads the clicks of these files, or as many of them as fit. Blocks.
    pub(super) fn read(files: &[FileRange]) -> Result<Self, ReadError> {
        let bytes: u64 = files.iter().map(FileRange::bytes).sum();
        let most = usize::try_from(bytes / 64).unwrap_or(MAX_CLICKS);
        let mut batch = Self {
            clicks: ClickBatch::with_capacity(most.min(MAX_CLICKS)),
            lost: Vec::new(),
        };
        for file in files {
            batch.add(file).map_err(|source| {
                let segment = Arc::clone(&file.segment);
                ReadError { segment, source }
            })?;
        }
        Ok(batch)
    }

    fn add(&mut self, file: &FileRange) -> io::Result<()> {
        let FileRange { segment, from, .. } = file;
        let (until, most) = match from.begun {
            // It was part of one batch, and has to be again.
            Some(begun) => (begun.until, usize::MAX),
            None => (file.until, MAX_CLICKS),
        };
        let mut lost = Lost::default();
        let mut at = from.offset;
        while at < until && self.clicks.len() < most {
            let part = read_part(segment, at, until, most - self.clicks.len())?;
            at = part.until;
            lost += part.lost;
            let log_part = LogPart {
                log: segment.id,
                from: *from,
                until: at,
                lost: part.lost.clicks,
            };
            self.clicks.add(log_part, part.clicks);
        }
        if lost != Lost::default() {
            self.lost.push((Arc::clone(segment), lost));
        }
        Ok(())
    }
}

impl FileRange {
    fn bytes(&self) -> u64 {
        self.until.saturating_sub(self.from.offset)
    }
}
