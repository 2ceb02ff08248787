use clap::Subcommand;
use korotko_core::Korotko;
use korotko_core::administration::{Actor, FoundLink, LinkListing};
use korotko_core::id::LinkId;
use korotko_core::link::Links;
use poem_openapi::types::ToJSON;

use super::error::CommandError;
use super::list::{Columns, Consent, Output, PAGE};
use super::print::print;
use super::{open, users};
use crate::api::admin::dto::AdminLinkView;
use crate::config::Config;

/// A command on the links of all users.
#[derive(Debug, Subcommand)]
pub enum LinksCommand {
    /// List links of all users, newest first, without deleted ones
    List {
        /// Only links whose target or slug contains this text; a share URL finds its link alone
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,

        /// Only links of this user
        #[arg(long, value_name = "EMAIL OR ID")]
        user: Option<String>,

        /// Only anonymous links
        #[arg(long)]
        anonymous: bool,

        #[command(flatten)]
        output: Output,
    },
    /// Show a link
    Show {
        /// The id of the link
        id: i64,

        #[command(flatten)]
        output: Output,
    },
    /// Delete a link; its owner cannot restore it
    Delete {
        /// The id of the link
        id: i64,

        #[command(flatten)]
        consent: Consent,
    },
}

pub(super) async fn run(command: &LinksCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn execute(command: &LinksCommand, korotko: &Korotko) -> Result<(), CommandError> {
    let administration = &korotko.administration;
    match command {
        LinksCommand::List {
            search,
            user,
            anonymous,
            output,
        } => {
            let owner = match user {
                Some(user) => Some(users::find(administration, user).await?),
                None => None,
            };
            let listing = LinkListing {
                text: search.clone(),
                owner,
                anonymous: *anonymous,
            };
            list(korotko, &listing, output).await
        }
        LinksCommand::Show { id, output } => {
            let found = administration.read_link(LinkId(*id)).await?;
            output.print_one(AdminLinkView::new(&found, &korotko.links).to_json())
        }
        LinksCommand::Delete { id, consent } => {
            consent.require()?;
            administration
                .delete_link(Actor::CommandLine, LinkId(*id))
                .await?;
            print(&format!("link {id} is deleted"))
        }
    }
}

async fn list(
    korotko: &Korotko,
    listing: &LinkListing,
    output: &Output,
) -> Result<(), CommandError> {
    let columns = Columns {
        title: line(["ID", "STATE", "OWNER", "SHARE URL", "TARGET"]),
        line: |found: &FoundLink| link_line(found, &korotko.links),
        view: |found: &FoundLink| AdminLinkView::new(found, &korotko.links).to_json(),
    };
    let administration = &korotko.administration;
    let page = async |after| Ok(administration.list_links(listing, after, PAGE).await?);
    output.print(&columns, page).await
}

fn link_line(found: &FoundLink, links: &Links) -> String {
    let owner = found.owner.as_ref();
    line([
        &found.link.id.to_string(),
        found.state.name(),
        owner.map_or("anonymous", |owner| owner.email.as_typed()),
        links.share_url(&found.link).as_str(),
        found.link.target.as_str(),
    ])
}

fn line([id, state, owner, share_url, target]: [&str; 5]) -> String {
    format!("{id:>8}  {state:9}  {owner:30}  {share_url:40}  {target}")
}
