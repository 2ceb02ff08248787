//! The consent to what cannot be undone.

use std::io::{self, IsTerminal};

use clap::Args;
use tokio::task::spawn_blocking;

use super::error::CommandError;
use super::print::ask;

/// The consent to what cannot be undone.
#[derive(Debug, Args)]
pub struct Consent {
    /// Do it without asking; required unless on a terminal
    #[arg(long)]
    yes: bool,
}

impl Consent {
    /// Asks for it on a terminal, unless it is given; refuses elsewhere. `act` is what cannot be undone, as in "deleting link 5".
    pub(super) async fn require(&self, act: &str) -> Result<(), CommandError> {
        if self.yes {
            return Ok(());
        }
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            let refused = format!("{act} cannot be undone; add --yes to do it");
            return Err(CommandError::Usage(refused));
        }
        let question = format!("{act} cannot be undone. Do it? [y/N] ");
        let answer = spawn_blocking(move || ask(&question)).await;
        let answer = answer.map_err(io::Error::other).flatten();
        let answer = answer.map_err(CommandError::Answer)?;
        let agreed = ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
        agreed.then_some(()).ok_or(CommandError::Declined)
    }
}
