//! The log: on standard error, for people on a terminal, else a JSON object a line.

use std::io::IsTerminal;
use std::panic::{self, PanicHookInfo};

use tracing::Level;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{LevelFilter, ParseError};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};

use crate::output;

/// What the libraries below say only when something is wrong: their lesser lines would show statements and addresses.
const QUIET: &str = "sqlx=warn,sea_orm=warn,sea_orm_migration=warn,lettre=warn,hyper=warn,hyper_util=warn,poem=warn,rustls=warn";

/// Whether `filter` is one. A word alone must be a level: as the name of a part of the program, which it could be too, a
/// misspelt level would silence everything else.
pub fn check(filter: &str) -> Result<(), &'static str> {
    let alone = |part: &&str| !part.contains(['=', '[', '{', '}', ']']);
    let mut words = filter.split(',').map(str::trim).filter(alone);
    let levels = words.all(|word| word.parse::<LevelFilter>().is_ok());
    let read = EnvFilter::builder().parse(filter).is_ok();
    (levels && read)
        .then_some(())
        .ok_or("must be a level, or a filter such as info,korotko=debug")
}

/// Begins to log what `filter` lets through, such as `info` or `info,korotko=debug`, panics among it. Logging never waits and
/// never fails: lines that cannot be written are counted, and the log tells how many when it can.
pub fn begin(filter: &str) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(format!("{QUIET},{filter}"))?;
    let terminal = std::io::stderr().is_terminal();
    let lines = output::log(if terminal {
        lost_in_words
    } else {
        lost_in_json
    });
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(move || lines);
    let begun = if terminal {
        log.with_target(false).try_init()
    } else {
        log.json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    };
    // A test may have begun before.
    if begun.is_ok() {
        log_panics();
    }
    Ok(())
}

/// Writes what waits to be written when it is dropped, which takes a second at most.
#[derive(Debug)]
pub struct Flush;

impl Drop for Flush {
    fn drop(&mut self) {
        output::finish();
    }
}

/// The usual message would wait for a reader that stalls, and is no JSON.
fn log_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        if !tracing::enabled!(Level::ERROR) {
            return usual(info);
        }
        let panic = info.payload_as_str().unwrap_or("without a text");
        let location = info.location().map(ToString::to_string);
        tracing::error!(panic, location, "a thread panicked");
    }));
}

fn lost_in_words(lines: u64) -> String {
    format!("{}  WARN lines of the log were lost lines={lines}", now())
}

fn lost_in_json(lines: u64) -> String {
    let line = serde_json::json!({
        "timestamp": now(),
        "level": "WARN",
        "message": "lines of the log were lost",
        "lines": lines,
        "target": module_path!(),
    });
    line.to_string()
}

/// The time as the other lines have it.
fn now() -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}
