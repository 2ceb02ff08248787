//! Standard output and standard error of a service: lines that nobody has to take.
//!
//! What writes a line never waits and never fails: it puts the line into a bounded queue, and a thread writes. A full disk, a
//! closed pipe and a reader that stalls cost lines, which are counted; the count is written as soon as that works again.

mod queue;
#[cfg(test)]
mod tests;
mod writer;

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use queue::{Queue, State, count};
use writer::Writer;

/// The most bytes that wait to be written; some 16,000 lines of the log.
const ROOM: usize = 4 * 1024 * 1024;

/// How long the lines that wait may hold up the end of the process.
const PATIENCE: Duration = Duration::from_secs(1);

static LOG: OnceLock<Output> = OnceLock::new();
static STDOUT: OnceLock<Output> = OnceLock::new();

/// Standard error, where `report` makes the line that tells how many were lost. The first call decides.
pub(crate) fn log(report: fn(u64) -> String) -> &'static Output {
    LOG.get_or_init(|| Output::to(unbuffered(io::stderr()), report))
}

/// Says something on standard output in passing.
pub(crate) fn say(line: &str) {
    let report = |lost| format!("Korotko could not write {lost} lines here");
    let stdout = STDOUT.get_or_init(|| Output::to(unbuffered(io::stdout()), report));
    stdout.push(format!("{line}\n").as_bytes());
}

/// Waits until everything is written, or no longer than a second for each output.
pub(crate) fn finish() {
    for output in [&LOG, &STDOUT] {
        if let Some(output) = output.get() {
            output.finish(PATIENCE);
        }
    }
}

/// The file behind a standard stream: what its buffer keeps after a failure would be written twice.
fn unbuffered(stream: impl Write + AsFd + Send + 'static) -> Box<dyn Write + Send> {
    match stream.as_fd().try_clone_to_owned() {
        Ok(file) => Box::new(File::from(file)),
        Err(_) => Box::new(stream),
    }
}

/// Lines on their way to a file or a pipe.
pub(crate) struct Output(Arc<Queue>);

impl Output {
    fn to(out: Box<dyn Write + Send>, report: fn(u64) -> String) -> Self {
        let queue = Arc::new(Queue::default());
        let writer = Writer::new(out, queue.clone(), report);
        let spawned = thread::Builder::new()
            .name("output".to_owned())
            .spawn(|| writer.run());
        if let Err(error) = spawned {
            let _ = writeln!(io::stderr(), "korotko: nothing can be logged: {error}");
        }
        Self(queue)
    }

    /// Lets lines be written, which end with a line feed; counts them as lost if too much waits already.
    pub(crate) fn push(&self, lines: &[u8]) {
        let mut state = self.0.lock();
        if state.waiting.len() + lines.len() > ROOM {
            state.lost += count(lines);
            return;
        }
        state.waiting.extend_from_slice(lines);
        self.0.changed.notify_all();
    }

    fn finish(&self, limit: Duration) {
        let state = self.0.lock();
        let busy = |state: &mut State| state.writing || !state.waiting.is_empty();
        drop(self.0.changed.wait_timeout_while(state, limit, busy));
    }
}

/// What the formatter of the log writes to: a line at a time.
impl Write for &Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
