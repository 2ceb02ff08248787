use clap::Subcommand;
use korotko_core::administration::{Actor, Administration, CreateInvitationError};
use korotko_core::fault::Fault;
use korotko_core::id::InvitationId;
use korotko_core::user::Invitation;
use poem_openapi::types::ToJSON;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::open;
use super::print::print;
use crate::api::admin::dto::SentInvitationView;
use crate::api::language::LanguageView;
use crate::config::Config;

/// A command on invitations.
#[derive(Debug, Subcommand)]
pub enum InvitationsCommand {
    /// Invite somebody to register, by a mail with a link that works once within seven days
    Create {
        /// The e-mail address, the only one that can be registered; an earlier invitation of it no longer works
        email: String,

        /// The language of the mail
        #[arg(long, value_enum, default_value = "en")]
        language: LanguageView,
    },
    /// List invitations that are not used yet, newest first
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Delete an invitation; the link in its mail no longer works
    Delete {
        /// The id of the invitation
        id: i64,

        #[command(flatten)]
        consent: Consent,
    },
}

pub(super) async fn run(command: &InvitationsCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko.administration).await;
    opened.close().await?;
    done
}

async fn execute(
    command: &InvitationsCommand,
    administration: &Administration,
) -> Result<(), CommandError> {
    use InvitationsCommand::{Create, Delete, List};
    match command {
        Create { email, language } => create(administration, email, *language).await,
        List { output } => list(administration, output).await,
        Delete { id, consent } => {
            let id = InvitationId(*id);
            consent
                .require(&format!("deleting invitation {id}"))
                .await?;
            administration
                .delete_invitation(Actor::CommandLine, id)
                .await?;
            print(&format!("invitation {id} is deleted"))
        }
    }
}

async fn create(
    administration: &Administration,
    email: &str,
    language: LanguageView,
) -> Result<(), CommandError> {
    let created = administration.create_invitation(Actor::CommandLine, email, language.into());
    let invitation = created.await?;
    let (id, email) = (invitation.id, invitation.email.as_typed());
    let until = second(invitation.expires_at());
    print(&format!(
        "invitation {id}: {email} is invited until {until}; a worker sends the mail"
    ))
}

async fn list(administration: &Administration, output: &Output) -> Result<(), CommandError> {
    let columns = Columns {
        title: format!("{:>8}  {:20}  E-MAIL ADDRESS", "ID", "EXPIRES"),
        line: |invitation: &Invitation| {
            let until = second(invitation.expires_at());
            let email = invitation.email.as_typed();
            format!("{:>8}  {until}  {email}", invitation.id)
        },
        view: |invitation: &Invitation| SentInvitationView::from(invitation).to_json(),
    };
    let page = async |after| Ok(administration.list_invitations(after, PAGE).await?);
    output.print(&columns, page).await
}

/// An invalid address is that of the arguments.
impl From<CreateInvitationError> for CommandError {
    fn from(error: CreateInvitationError) -> Self {
        match error.violations().first() {
            Some(broken) => Self::Usage(format!("the e-mail address {}", broken.message)),
            None => Self::Invite(error),
        }
    }
}
