//! Commands on users.

mod invite;

use clap::Subcommand;

use super::error::CommandError;
use super::open;
use crate::config::Config;
use invite::Invite;

/// A command on users.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Invite somebody to register, by a mail with a link that works once within seven days
    Invite(Invite),
}

pub(super) async fn run(command: &UsersCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = match command {
        UsersCommand::Invite(invite) => invite.run(&opened.korotko.users).await,
    };
    opened.close().await?;
    done
}
