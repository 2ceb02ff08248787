//! Non-blocking standard output and standard error.
//!
//! Writing a line never waits and never fails: the line is put into a bounded queue, and a thread writes it. A full disk, a closed pipe
//! and a stalled reader lose lines; their number is written as soon as writing works again.

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

/// The maximum size of the queue in bytes: about 16,000 log lines.
const CAPACITY: usize = 4 * 1024 * 1024;

/// How long queued lines may delay the end of the process.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

static LOG: OnceLock<Output> = OnceLock::new();
static STDOUT: OnceLock<Output> = OnceLock::new();

/// Standard error. `report` formats the number of lost lines; the first call sets it.
pub(crate) fn log(report: fn(u64) -> String) -> &'static Output {
    LOG.get_or_init(|| Output::to(unbuffered(io::stderr()), report))
}

/// Prints a line on standard output.
pub(crate) fn print(line: &str) {
    let report = |lost| format!("Korotko could not write {lost} lines here");
    let stdout = STDOUT.get_or_init(|| Output::to(unbuffered(io::stdout()), report));
    stdout.push(format!("{line}\n").as_bytes());
}

/// How many lines of the log were lost since the start.
pub(crate) fn lost_log_lines() -> u64 {
    LOG.get().map_or(0, |log| log.0.lock().lost_ever)
}

/// Waits until everything is written, at most a second for each output.
pub(crate) fn finish() {
    for output in [&LOG, &STDOUT] {
        if let Some(output) = output.get() {
            output.finish(FLUSH_TIMEOUT);
        }
    }
}

/// The file of a standard stream: its buffer would write lines again after a failure.
fn unbuffered(stream: impl Write + AsFd + Send + 'static) -> Box<dyn Write + Send> {
    match stream.as_fd().try_clone_to_owned() {
        Ok(file) => Box::new(File::from(file)),
        Err(_) => Box::new(stream),
    }
}

/// A queue of lines for a file or a pipe.
pub(crate) struct Output(Arc<Queue>);

impl Output {
    fn to(out: Box<dyn Write + Send>, report: fn(u64) -> String) -> Self {
        let queue = Arc::new(Queue::default());
        let writer = Writer::new(out, queue.clone(), report);
        let spawned = thread::Builder::new()
            .name("output".to_owned())
            .spawn(|| writer.run());
        if let Err(error) = spawned {
            let _ = writeln!(io::stderr(), "korotko: cannot start logging: {error}");
        }
        Self(queue)
    }

    /// Queues lines, which end with a line feed; counts them as lost if the queue is full.
    pub(crate) fn push(&self, lines: &[u8]) {
        let mut state = self.0.lock();
        if state.waiting.len() + lines.len() > CAPACITY {
            state.lose(count(lines));
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

/// The target of the log formatter, which writes a line at a time.
impl Write for &Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
