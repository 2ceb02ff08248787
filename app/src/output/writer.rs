use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::queue::{Queue, count};

/// The pause when a non-blocking output is full.
const PAUSE: Duration = Duration::from_millis(20);

/// The capacity of a batch that is kept for the next one.
const KEPT_CAPACITY: usize = 64 * 1024;

/// The writer thread.
pub(super) struct Writer {
    out: Box<dyn Write + Send>,
    queue: Arc<Queue>,
    report: fn(u64) -> String,
    /// Whether the last line is incomplete.
    torn: bool,
}

impl Writer {
    pub(super) fn new(
        out: Box<dyn Write + Send>,
        queue: Arc<Queue>,
        report: fn(u64) -> String,
    ) -> Self {
        Self {
            out,
            queue,
            report,
            torn: false,
        }
    }

    pub(super) fn run(mut self) {
        let mut batch = Vec::new();
        loop {
            let lost = self.queue.next(&mut batch);
            let reported =
                lost == 0 || self.write(format!("{}\n", (self.report)(lost)).as_bytes()) == 0;
            let failed = if reported {
                self.write(&batch)
            } else {
                count(&batch)
            };
            self.queue.written(if reported { lost } else { 0 }, failed);
            batch.clear();
            batch.shrink_to(KEPT_CAPACITY);
        }
    }

    /// Writes lines; returns the number of lines that are lost or incomplete.
    fn write(&mut self, lines: &[u8]) -> u64 {
        if self.torn {
            self.torn = self.attempt(b"\n") == 0;
        }
        if self.torn {
            return count(lines);
        }
        let written = self.attempt(lines);
        let (done, rest) = lines.split_at(written);
        self.torn = !rest.is_empty() && done.last().is_some_and(|last| *last != b'\n');
        count(rest)
    }

    /// Writes as many bytes as possible; returns their number.
    fn attempt(&mut self, bytes: &[u8]) -> usize {
        let mut done = 0;
        while done < bytes.len() {
            match self.out.write(&bytes[done..]) {
                Ok(0) => break,
                Ok(written) => done += written,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::park_timeout(PAUSE),
                Err(_) => break,
            }
        }
        done
    }
}
