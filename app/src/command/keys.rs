use clap::{Args, Subcommand};
use korotko_core::administration::{Actor, Administration, FoundKey};
use korotko_core::id::KeyId;
use poem_openapi::types::ToJSON;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::print::print;
use super::users::named;
use super::{open, users};
use crate::api::admin::dto::AdminKeyView;
use crate::config::Config;

/// A command on the API keys of all users.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// List API keys, expired ones too, newest first
    List {
        /// Only API keys of this user: the e-mail address or the id
        #[arg(long, value_name = "USER")]
        user: Option<String>,

        #[command(flatten)]
        output: Output,
    },
    /// Show an API key, without its secret
    Show {
        /// The id of the API key
        id: i64,

        #[command(flatten)]
        output: Output,
    },
    /// Delete an API key, or all of a user: from then on they are refused
    Delete {
        #[command(flatten)]
        chosen: Chosen,

        #[command(flatten)]
        consent: Consent,
    },
}

/// The keys to delete.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Chosen {
    /// The id of the API key
    id: Option<i64>,

    /// All API keys of this user: the e-mail address or the id
    #[arg(long, value_name = "USER")]
    user: Option<String>,
}

pub(super) async fn run(command: &KeysCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko.administration).await;
    opened.close().await?;
    done
}

async fn execute(
    command: &KeysCommand,
    administration: &Administration,
) -> Result<(), CommandError> {
    match command {
        KeysCommand::List { user, output } => list(administration, user.as_deref(), output).await,
        KeysCommand::Show { id, output } => {
            let found = administration.read_key(KeyId(*id)).await?;
            output.print_one(AdminKeyView::from(&found).to_json())
        }
        KeysCommand::Delete { chosen, consent } => match &chosen.user {
            Some(user) => delete_all(administration, user, consent).await,
            None => delete(administration, chosen.id.unwrap_or_default(), consent).await,
        },
    }
}

async fn list(
    administration: &Administration,
    user: Option<&str>,
    output: &Output,
) -> Result<(), CommandError> {
    let owner = users::find_id(administration, user).await?;
    let columns = Columns {
        title: line([
            "ID",
            "PREFIX",
            "OWNER",
            "SCOPES",
            "EXPIRES",
            "LAST USED",
            "NAME",
        ]),
        line: key_line,
        view: |found: &FoundKey| AdminKeyView::from(found).to_json(),
    };
    let page = async |after| Ok(administration.list_keys(owner, after, PAGE).await?);
    output.print(&columns, page).await
}

async fn delete(
    administration: &Administration,
    id: i64,
    consent: &Consent,
) -> Result<(), CommandError> {
    let FoundKey { key, owner } = administration.read_key(KeyId(id)).await?;
    let act = format!(
        "deleting API key {id} ({}) of {}",
        key.prefix,
        named(&owner)
    );
    consent.require(&act).await?;
    administration
        .delete_key(Actor::CommandLine, key.id)
        .await?;
    print(&format!("API key {id} is deleted"))
}

async fn delete_all(
    administration: &Administration,
    user: &str,
    consent: &Consent,
) -> Result<(), CommandError> {
    let owner = users::find(administration, user).await?;
    let act = format!("deleting all API keys of {}", named(&owner));
    consent.require(&act).await?;
    let deleted = administration
        .delete_keys(Actor::CommandLine, owner.id)
        .await?;
    let owner = named(&owner);
    print(&format!("the API keys of {owner} are deleted: {deleted}"))
}

fn key_line(found: &FoundKey) -> String {
    let key = &found.key;
    line([
        &key.id.to_string(),
        &key.prefix,
        found.owner.email.as_typed(),
        &key.scopes.to_string(),
        &key.expires_at.map_or("never".to_owned(), second),
        &key.last_used_at.map_or("never".to_owned(), second),
        key.name.as_str(),
    ])
}

fn line([id, prefix, owner, scopes, expires, used, name]: [&str; 7]) -> String {
    format!("{id:>8}  {prefix:10}  {owner:30}  {scopes:34}  {expires:20}  {used:20}  {name}")
}
