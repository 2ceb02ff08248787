//! The log on standard error: text on a terminal, otherwise one JSON object per line.

use std::io::IsTerminal;
use std::panic::{self, PanicHookInfo};

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::{LevelFilter, ParseError};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, registry};

use crate::output;
use crate::traces::Traces;

/// Libraries that log warnings and errors only: their other messages contain SQL and addresses.
const QUIET: &str = "sqlx=warn,sea_orm=warn,sea_orm_migration=warn,lettre=warn,hyper=warn,hyper_util=warn,poem=warn,rustls=warn";

/// Fails unless `filter` is valid. A single word must be a level: as a target, which it could be as well, a misspelt level would silence
/// everything else.
pub fn check(filter: &str) -> Result<(), &'static str> {
    let alone = |part: &&str| !part.contains(['=', '[', '{', '}', ']']);
    let mut words = filter.split(',').map(str::trim).filter(alone);
    let levels = words.all(|word| word.parse::<LevelFilter>().is_ok());
    let read = EnvFilter::builder().parse(filter).is_ok();
    (levels && read)
        .then_some(())
        .ok_or("must be a level, or a filter such as info,korotko=debug")
}

/// Starts logging with a filter such as `info` or `info,korotko=debug`, and tracing beside it; panics are logged too. Logging never blocks
/// and never fails: lost lines are counted, and their number is logged later.
pub(crate) fn start(filter: &str, traces: &Traces) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(format!("{QUIET},{filter}"))?;
    let started = match traces.layer() {
        Some(layer) => registry()
            .with(lines().with_filter(filter))
            .with(layer)
            .try_init(),
        // The filter for all is faster.
        None => registry().with(lines()).with(filter).try_init(),
    };
    // A test may have started logging before.
    if started.is_ok() {
        log_panics();
    }
    Ok(())
}

/// What writes the lines of the log.
fn lines<S>() -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let terminal = std::io::stderr().is_terminal();
    let lines = output::log(if terminal { lost_as_text } else { lost_as_json });
    let log = tracing_subscriber::fmt::layer::<S>().with_writer(move || lines);
    if terminal {
        return log.with_target(false).boxed();
    }
    log.json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .boxed()
}

/// Flushes the log when dropped, which takes at most a second.
#[derive(Debug)]
pub struct Flush;

impl Drop for Flush {
    fn drop(&mut self) {
        output::finish();
    }
}

/// The default hook would block on a stalled reader, and does not write JSON.
fn log_panics() {
    let default_hook = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        if !tracing::enabled!(Level::ERROR) {
            return default_hook(info);
        }
        let panic = info.payload_as_str().unwrap_or("without a text");
        let location = info.location().map(ToString::to_string);
        tracing::error!(
            event = "thread_panicked",
            panic,
            location,
            "a thread panicked"
        );
    }));
}

fn lost_as_text(lines: u64) -> String {
    format!(
        "{}  WARN lines of the log are lost event=\"log_lines_lost\" lines={lines}",
        now()
    )
}

fn lost_as_json(lines: u64) -> String {
    let line = serde_json::json!({
        "timestamp": now(),
        "level": "WARN",
        "event": "log_lines_lost",
        "message": "lines of the log are lost",
        "lines": lines,
        "target": module_path!(),
    });
    line.to_string()
}

/// The time in the format of the log.
fn now() -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}
