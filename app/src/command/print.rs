use std::io::{self, Write};

use super::error::CommandError;

/// Prints a line.
pub(super) fn print(line: &str) -> Result<(), CommandError> {
    go_on(writeln!(io::stdout(), "{line}")).map(drop)
}

/// Whether somebody still reads. A reader that hangs up, as `head` does, has seen enough.
pub(super) fn go_on(printed: io::Result<()>) -> Result<bool, CommandError> {
    match printed {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(CommandError::Print(error)),
    }
}

/// Tells a person in passing. Nobody may be listening, which changes nothing.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
