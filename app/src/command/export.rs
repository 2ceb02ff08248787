use clap::Args;
use futures_util::TryStreamExt;
use korotko_core::Korotko;

use super::destination::Destination;
use super::{CommandError, open, users};
use crate::api::transfer::{ExportFormat, links_file};
use crate::config::Config;

/// The arguments of an export.
#[derive(Debug, Args)]
pub struct ExportCommand {
    /// The user with the links: the e-mail address or the id
    #[arg(long, value_name = "USER")]
    user: String,

    /// The format of the file
    #[arg(long, value_enum, default_value = "csv")]
    format: ExportFormat,

    #[command(flatten)]
    destination: Destination,
}

pub(super) async fn run(command: &ExportCommand, config: &Config) -> Result<(), CommandError> {
    if command.format == ExportFormat::Xlsx {
        command.destination.refuse_terminal()?;
    }
    let opened = open::korotko(config).await?;
    let done = write(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn write(command: &ExportCommand, korotko: &Korotko) -> Result<(), CommandError> {
    let administration = &korotko.administration;
    let owner = users::find(administration, &command.user).await?.id;
    let links = administration.read_user(owner).await?.links;
    let progress = command.destination.progress(links, "links");
    let read = Box::new(move || progress.advance(1));
    let mut pieces = links_file(&korotko.links, owner, command.format, read).await?;
    let mut file = command.destination.create()?;
    while let Some(piece) = pieces.try_next().await? {
        if !file.write(&piece)? {
            return Ok(());
        }
    }
    file.finish()
}
