use clap::Subcommand;
use korotko_core::administration::{Actor, Administration, UserListing};
use korotko_core::id::UserId;
use korotko_core::user::{Email, User};
use poem_openapi::types::ToJSON;

use super::error::CommandError;
use super::list::{Columns, Consent, Output, PAGE};
use super::open;
use super::print::print;
use crate::api::admin::dto::{LinksOfDisabled, UserDetailsView, UserView};
use crate::config::Config;

/// A command on users.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// List users, newest first
    List {
        /// Only users whose e-mail address contains this text
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,

        /// Only administrators
        #[arg(long)]
        administrators: bool,

        /// Only disabled users
        #[arg(long)]
        disabled: bool,

        /// Only users whose e-mail address is not verified
        #[arg(long)]
        unverified: bool,

        #[command(flatten)]
        output: Output,
    },
    /// Show a user
    Show {
        /// The e-mail address or the id
        user: String,

        #[command(flatten)]
        output: Output,
    },
    /// Make a user an administrator
    Promote {
        /// The e-mail address or the id
        user: String,
    },
    /// Make an administrator an ordinary user
    Demote {
        /// The e-mail address or the id
        user: String,
    },
    /// Disable a user: end all sessions, delete the API keys, and refuse to sign in
    Disable {
        /// The e-mail address or the id
        user: String,

        /// Whether the links of the user answer 410 or continue to redirect
        #[arg(long, value_enum)]
        links: LinksOfDisabled,
    },
    /// Enable a disabled user
    Enable {
        /// The e-mail address or the id
        user: String,
    },
    /// Verify the e-mail address of a user without a mail
    Verify {
        /// The e-mail address or the id
        user: String,
    },
    /// Delete a user with all their data
    Delete {
        /// The e-mail address or the id
        user: String,

        #[command(flatten)]
        consent: Consent,
    },
}

pub(super) async fn run(command: &UsersCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko.administration).await;
    opened.close().await?;
    done
}

async fn execute(
    command: &UsersCommand,
    administration: &Administration,
) -> Result<(), CommandError> {
    use UsersCommand::{Delete, Demote, Disable, Enable, List, Promote, Show, Verify};
    let (actor, find) = (Actor::CommandLine, |user| find(administration, user));
    match command {
        List { output, .. } => list(administration, &listing(command), output).await,
        Show { user, output } => {
            let found = administration.read_user(find(user).await?).await?;
            output.print_one(UserDetailsView::from(&found).to_json())
        }
        Promote { user } => {
            let user = administration
                .promote_user(actor, find(user).await?)
                .await?;
            tell(&user, "is an administrator")
        }
        Demote { user } => {
            let user = administration.demote_user(actor, find(user).await?).await?;
            tell(&user, "is not an administrator")
        }
        Disable { user, links } => {
            let (id, links) = (find(user).await?, links.are_disabled());
            let user = administration.disable_user(actor, id, links).await?;
            tell(&user, "is disabled")
        }
        Enable { user } => {
            let user = administration.enable_user(actor, find(user).await?).await?;
            tell(&user, "is enabled")
        }
        Verify { user } => {
            let user = administration.verify_user(actor, find(user).await?).await?;
            tell(&user, "is verified")
        }
        Delete { user, consent } => {
            consent.require()?;
            let id = find(user).await?;
            administration.delete_user(actor, id).await?;
            print(&format!("user {id} is deleted"))
        }
    }
}

/// The user with this e-mail address or id.
pub(super) async fn find(
    administration: &Administration,
    user: &str,
) -> Result<UserId, CommandError> {
    if let Ok(id) = user.parse() {
        return Ok(UserId(id));
    }
    let email = Email::parse(user);
    let email =
        email.map_err(|error| CommandError::Usage(format!("the e-mail address {error}")))?;
    Ok(administration.find_user(&email).await?.id)
}

fn listing(command: &UsersCommand) -> UserListing {
    let UsersCommand::List {
        search,
        administrators,
        disabled,
        unverified,
        ..
    } = command
    else {
        return UserListing::default();
    };
    UserListing {
        text: search.clone(),
        is_administrator: administrators.then_some(true),
        is_disabled: disabled.then_some(true),
        is_verified: unverified.then_some(false),
    }
}

async fn list(
    administration: &Administration,
    listing: &UserListing,
    output: &Output,
) -> Result<(), CommandError> {
    let columns = Columns {
        title: line(["ID", "STATE", "ROLE", "CREATED", "E-MAIL ADDRESS"]),
        line: user_line,
        view: |user: &User| UserView::from(user).to_json(),
    };
    let page = async |after| Ok(administration.list_users(listing, after, PAGE).await?);
    output.print(&columns, page).await
}

fn user_line(user: &User) -> String {
    let state = match (user.is_disabled(), user.is_verified()) {
        (true, _) => "disabled",
        (false, false) => "unverified",
        (false, true) => "active",
    };
    let role = if user.is_administrator {
        "administrator"
    } else {
        "user"
    };
    let created = user.created_at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let id = user.id.to_string();
    line([&id, state, role, &created, user.email.as_typed()])
}

fn line([id, state, role, created, email]: [&str; 5]) -> String {
    format!("{id:>8}  {state:10}  {role:13}  {created:20}  {email}")
}

fn tell(user: &User, what: &str) -> Result<(), CommandError> {
    print(&format!(
        "user {} ({}) {what}",
        user.id,
        user.email.as_typed()
    ))
}
