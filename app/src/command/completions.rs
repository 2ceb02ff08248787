use clap_complete::{Shell, generate};

use super::error::CommandError;
use super::print::print;

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsCommand {
    /// The shell
    shell: Shell,
}

/// Prints the script by which a shell completes the commands, flags and values of `program`.
pub(super) fn run(
    command: &CompletionsCommand,
    mut program: clap::Command,
) -> Result<(), CommandError> {
    // Written to memory first, since the generator panics when its output is closed.
    let mut script = Vec::new();
    generate(command.shell, &mut program, "korotko", &mut script);
    print(String::from_utf8_lossy(&script).trim_end())
}
