//! The program `korotko`.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use korotko::logging::Flush;
use tokio::runtime::Runtime;

fn main() -> io::Result<ExitCode> {
    // Dropped last, also after a panic.
    let _flush = Flush;
    let runtime = Runtime::new()?;
    let code = runtime.block_on(korotko::command::run());
    // What still blocks a thread by now, such as a lookup of the mail server's name, must not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(code)
}
