use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::error::CommandError;
use super::help::{EXIT_CODES, SECRETS};
use super::print::print;

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManCommand {
    /// The folder to write the pages of all commands to [default: the page korotko(1) is printed]
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Prints or writes the manual of `program`. Its settings must not be global, since the page of the program alone describes them.
pub(super) fn run(command: &ManCommand, program: Command) -> Result<(), CommandError> {
    let mut program = program
        .disable_help_subcommand(true)
        .after_help(Resettable::Reset)
        .override_usage("korotko [SETTINGS] [COMMAND]")
        .subcommand_value_name("COMMAND")
        .subcommand_help_heading("COMMANDS");
    program.build();
    match &command.output {
        None => {
            let page = page(&program, true).map_err(CommandError::Print)?;
            print(String::from_utf8_lossy(&page).trim_end())
        }
        Some(folder) => write_all(&program, folder).map_err(|source| CommandError::WriteFile {
            path: folder.display().to_string(),
            source,
        }),
    }
}

/// Writes the pages of the program and of its commands.
fn write_all(program: &Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut waiting = vec![(program, true)];
    while let Some((command, is_program)) = waiting.pop() {
        let name = command
            .get_display_name()
            .unwrap_or_else(|| command.get_name());
        let path = folder.join(format!("{name}.1"));
        fs::write(path, page(command, is_program)?)?;
        waiting.extend(command.get_subcommands().map(|command| (command, false)));
    }
    Ok(())
}

fn page(command: &Command, is_program: bool) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone())
        .source(concat!("korotko ", env!("CARGO_PKG_VERSION")))
        .manual("Korotko");
    let mut page = Vec::new();
    man.render(&mut page)?;
    let mut rest = Roff::default();
    if is_program {
        section(&mut rest, "SECRETS", SECRETS);
        section(&mut rest, "EXIT STATUS", EXIT_CODES);
    } else {
        let text =
            "korotko(1) describes the settings, which every command accepts, and the exit status.";
        section(&mut rest, "SEE ALSO", text);
    }
    rest.to_writer(&mut page)?;
    Ok(page)
}

/// Adds a section whose lines are kept as they are.
fn section(page: &mut Roff, title: &str, text: &str) {
    page.control("SH", [title]).control("nf", []);
    for line in text.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}
