use clap::Subcommand;
use korotko_core::administration::{Actor, Administration, UserListing};
use korotko_core::id::UserId;
use korotko_core::user::{Email, User};
use poem_openapi::types::ToJSON;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::open;
use super::print::print;
use super::progress::Progress;
use crate::api::admin::dto::{LinksOfDisabled, UserDetailsView, UserView};
use crate::config::Config;

/// Who administers here.
const ACTOR: Actor = Actor::CommandLine;

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

        #[command(flatten)]
        consent: Consent,
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
    let find = async |user| find(administration, user).await;
    let id = async |user| Ok::<_, CommandError>(find(user).await?.id);
    let (user, outcome) = match command {
        List { output, .. } => return list(administration, &listing(command), output).await,
        Show { user, output } => {
            let found = administration.read_user(id(user).await?).await?;
            return output.print_one(UserDetailsView::from(&found).to_json());
        }
        Delete { user, consent } => {
            return delete(administration, &find(user).await?, consent).await;
        }
        Promote { user } => {
            let promoted = administration.promote_user(ACTOR, id(user).await?);
            (promoted.await?, "is an administrator")
        }
        Demote { user } => {
            let demoted = administration.demote_user(ACTOR, id(user).await?);
            (demoted.await?, "is not an administrator")
        }
        Disable {
            user,
            links,
            consent,
        } => {
            let disabled = disable(administration, find(user).await?, *links, consent);
            (disabled.await?, "is disabled")
        }
        Enable { user } => {
            let enabled = administration.enable_user(ACTOR, id(user).await?);
            (enabled.await?, "is enabled")
        }
        Verify { user } => {
            let verified = administration.verify_user(ACTOR, id(user).await?);
            (verified.await?, "is verified")
        }
    };
    print(&format!("{} {outcome}", named(&user)))
}

async fn disable(
    administration: &Administration,
    user: User,
    links: LinksOfDisabled,
    consent: &Consent,
) -> Result<User, CommandError> {
    let act = format!("deleting the API keys of {}", named(&user));
    consent.require(&act).await?;
    let links = links.are_disabled();
    Ok(administration.disable_user(ACTOR, user.id, links).await?)
}

async fn delete(
    administration: &Administration,
    user: &User,
    consent: &Consent,
) -> Result<(), CommandError> {
    let act = format!("deleting {} with all their data", named(user));
    consent.require(&act).await?;
    let progress = Progress::unmeasured("deleting the user");
    administration.delete_user(ACTOR, user.id).await?;
    drop(progress);
    print(&format!("user {} is deleted", user.id))
}

/// The user with this e-mail address or id.
pub(super) async fn find(
    administration: &Administration,
    user: &str,
) -> Result<User, CommandError> {
    if let Ok(id) = user.parse() {
        return Ok(administration.read_user(UserId(id)).await?.user);
    }
    let email = Email::parse(user);
    let email =
        email.map_err(|error| CommandError::Usage(format!("the e-mail address {error}")))?;
    Ok(administration.find_user(&email).await?)
}

/// The id of a user, if one is given by their e-mail address or id.
pub(super) async fn find_id(
    administration: &Administration,
    user: Option<&str>,
) -> Result<Option<UserId>, CommandError> {
    match user {
        Some(user) => Ok(Some(find(administration, user).await?.id)),
        None => Ok(None),
    }
}

/// A user in a sentence.
pub(super) fn named(user: &User) -> String {
    format!("user {} ({})", user.id, user.email.as_typed())
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
    let created = second(user.created_at);
    let id = user.id.to_string();
    line([&id, state, role, &created, user.email.as_typed()])
}

fn line([id, state, role, created, email]: [&str; 5]) -> String {
    format!("{id:>8}  {state:10}  {role:13}  {created:20}  {email}")
}
