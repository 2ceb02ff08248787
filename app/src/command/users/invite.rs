use clap::Args;
use clap::builder::PossibleValuesParser;
use korotko_core::fault::Fault;
use korotko_core::user::{Language, Users};

use crate::command::error::CommandError;
use crate::command::print::print;

/// The arguments of an invitation.
#[derive(Debug, Args)]
pub struct Invite {
    /// The e-mail address to invite; the account can be registered with it only. An earlier invitation of the address no longer works
    email: String,

    /// The language of the mail
    #[arg(long, default_value = "en", value_parser = PossibleValuesParser::new(["en", "ru"]))]
    language: String,
}

impl Invite {
    pub(super) async fn run(&self, users: &Users) -> Result<(), CommandError> {
        let language = Language::from_tag(&self.language).unwrap_or_default();
        let invited = users.invite(&self.email, language).await;
        let invitation = invited.map_err(|error| match error.violations().first() {
            Some(broken) => CommandError::BadAddress(broken.message.clone()),
            None => CommandError::Invite(error),
        })?;
        let until = invitation.expires_at().format("%Y-%m-%dT%H:%M:%SZ");
        let email = invitation.email.as_typed();
        print(&format!(
            "{email} is invited until {until}; a worker sends the mail"
        ))
    }
}
