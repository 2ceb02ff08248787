use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::queue::{Queue, count};

/// How long to rest when the output takes nothing and does not block, as a pipe that somebody else made non-blocking.
const PAUSE: Duration = Duration::from_millis(20);

/// A batch that grew beyond this gives its memory back.
const USUAL: usize = 64 * 1024;

/// The thread that writes.
pub(super) struct Writer {
    out: Box<dyn Write + Send>,
    queue: Arc<Queue>,
    report: fn(u64) -> String,
    /// Whether the last line broke off in its middle.
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
            let told =
                lost == 0 || self.write(format!("{}\n", (self.report)(lost)).as_bytes()) == 0;
            let failed = if told {
                self.write(&batch)
            } else {
                count(&batch)
            };
            self.queue.written(if told { lost } else { 0 }, failed);
            batch.clear();
            batch.shrink_to(USUAL);
        }
    }

    /// Writes what can be written; gives how many of the lines are not there as a whole.
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

    /// Writes as many of the bytes as can be written; gives how many.
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
