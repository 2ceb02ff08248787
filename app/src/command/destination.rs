//! Where commands write files.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::atomic_file::AtomicFile;
use super::error::CommandError;
use super::print::go_on;
use super::progress::Progress;

/// Where a command writes a file.
#[derive(Debug, Args)]
pub struct Destination {
    /// The file to write, completely or not at all; an older one is replaced [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A file that is being written.
pub(super) enum Destined<'a> {
    Stdout,
    File { file: AtomicFile, path: &'a Path },
}

impl Destination {
    /// Whether the file is shown on a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.output.is_none() && io::stdout().is_terminal()
    }

    /// Refuses to show a workbook, which is no text, on a terminal.
    pub(super) fn refuse_terminal(&self) -> Result<(), CommandError> {
        if self.is_terminal() {
            let refused = "a workbook cannot be shown on a terminal; write it with --output FILE";
            return Err(CommandError::Usage(refused.to_owned()));
        }
        Ok(())
    }

    /// Shows the progress of writing, unless the file itself is shown on the terminal.
    pub(super) fn progress(&self, total: u64, unit: &'static str) -> Progress {
        if self.is_terminal() {
            return Progress::hidden();
        }
        Progress::of(total, unit)
    }

    /// Begins to write.
    pub(super) fn create(&self) -> Result<Destined<'_>, CommandError> {
        let Some(path) = &self.output else {
            return Ok(Destined::Stdout);
        };
        let file = AtomicFile::create(path).map_err(failed(path))?;
        Ok(Destined::File { file, path })
    }
}

impl Destined<'_> {
    /// Returns whether anybody still reads. Whoever reads standard output, such as `head`, may have enough.
    pub(super) fn write(&mut self, piece: &[u8]) -> Result<bool, CommandError> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                go_on(out.write_all(piece).and_then(|()| out.flush()))
            }
            Self::File { file, path } => {
                file.write(piece).map_err(failed(path))?;
                Ok(true)
            }
        }
    }

    /// Moves the file to its path, durably.
    pub(super) fn finish(self) -> Result<(), CommandError> {
        match self {
            Self::Stdout => Ok(()),
            Self::File { file, path } => file.finish().map_err(failed(path)),
        }
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> CommandError {
    let path = path.display().to_string();
    move |source| CommandError::WriteFile { path, source }
}
