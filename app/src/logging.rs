//! The log: on standard error, for people on a terminal, else a JSON object a line.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What the libraries below say only when something is wrong: their lesser lines would show statements and addresses.
const QUIET: &str = "sqlx=warn,sea_orm=warn,sea_orm_migration=warn,lettre=warn,hyper=warn,hyper_util=warn,poem=warn,rustls=warn";

/// Begins to log what `filter` lets through, such as `info` or `info,korotko=debug`.
pub fn begin(filter: &str) -> Result<(), tracing_subscriber::filter::ParseError> {
    let filter = EnvFilter::builder().parse(format!("{QUIET},{filter}"))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let begun = if std::io::stderr().is_terminal() {
        log.with_target(false).try_init()
    } else {
        log.json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    };
    // A test may have begun before.
    begun.unwrap_or_default();
    Ok(())
}
