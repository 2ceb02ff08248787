//! The program `korotko`.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use korotko::logging::Flush;
use tokio::runtime::Runtime;

fn main() -> io::Result<ExitCode> {
    // Dropped last, even after a panic.
    let _flush = Flush;
    let runtime = Runtime::new()?;
    let code = runtime.block_on(korotko::command::run());
    // A blocked thread, such as in a DNS lookup of the mail server, must not delay the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(code)
}
