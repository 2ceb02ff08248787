use std::io::{self, Write};

use super::error::CommandError;

/// Prints a line. A reader that hangs up, as `head` does, has seen enough.
pub(super) fn print(line: &str) -> Result<(), CommandError> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CommandError::Print(error)),
        _ => Ok(()),
    }
}

/// Tells a person in passing. Nobody may be listening, which changes nothing.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
