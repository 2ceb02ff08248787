use std::io::{self, BufRead, Write};

use super::error::CommandError;

/// Prints a line.
pub(super) fn print(line: &str) -> Result<(), CommandError> {
    go_on(writeln!(io::stdout(), "{line}")).map(drop)
}

/// Whether the output is still open. A reader such as `head` may close it early.
pub(super) fn go_on(printed: io::Result<()>) -> Result<bool, CommandError> {
    match printed {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(CommandError::Print(error)),
    }
}

/// Prints a line on stderr, and ignores failures.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Asks on stderr, and reads a line from standard input; the line is empty at its end.
pub(super) fn ask(question: &str) -> io::Result<String> {
    write!(io::stderr(), "{question}")?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer)
}
