//! The program `korotko`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    korotko::command::run().await
}
