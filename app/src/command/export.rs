use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use futures_util::TryStreamExt;
use korotko_core::Korotko;

use super::atomic_file::AtomicFile;
use super::print::go_on;
use super::{CommandError, open};
use crate::api::transfer::{ExportFormat, links_file};
use crate::config::Config;

/// The arguments of an export.
#[derive(Debug, Args)]
pub struct ExportCommand {
    /// The e-mail address of the account
    #[arg(long, value_name = "EMAIL")]
    user: String,

    /// The format of the file
    #[arg(long, value_enum, default_value = "csv")]
    format: ExportFormat,

    /// The file to write, completely or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn run(command: &ExportCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = write(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn write(command: &ExportCommand, korotko: &Korotko) -> Result<(), CommandError> {
    let owner = open::owner(korotko, &command.user).await?;
    let mut pieces = links_file(&korotko.links, owner, command.format).await?;
    let Some(path) = &command.output else {
        while let Some(piece) = pieces.try_next().await? {
            let mut out = io::stdout().lock();
            if !go_on(out.write_all(&piece).and_then(|()| out.flush()))? {
                break;
            }
        }
        return Ok(());
    };
    let failed = |source| {
        let path = path.display().to_string();
        CommandError::WriteFile { path, source }
    };
    let mut file = AtomicFile::create(path).map_err(failed)?;
    while let Some(piece) = pieces.try_next().await? {
        file.write_all(&piece).map_err(failed)?;
    }
    file.finish().map_err(failed)
}
