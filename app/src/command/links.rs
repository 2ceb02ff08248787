use clap::Subcommand;
use korotko_core::Korotko;
use korotko_core::administration::{Actor, FoundLink, LinkListing};
use korotko_core::id::LinkId;
use korotko_core::link::Links;
use poem_openapi::types::ToJSON;

use super::consent::Consent;
use super::error::CommandError;
use super::list::{Columns, Output, PAGE};
use super::print::print;
use super::{open, users};
use crate::api::admin::dto::AdminLinkView;
use crate::config::Config;

/// Who acts.
const ACTOR: Actor = Actor::CommandLine;

/// A command on the links of all users.
#[derive(Debug, Subcommand)]
pub enum LinksCommand {
    /// List links of all users, newest first, without deleted ones
    List {
        /// Only links whose target or slug contains this text; a share URL finds its link alone
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,

        /// Only links of this user: the e-mail address or the id
        #[arg(long, value_name = "USER")]
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
    /// Block a link: it answers 410 within a second everywhere, until it is unblocked
    Block {
        /// The id of the link
        id: i64,

        /// Why; its owner sees this
        #[arg(long)]
        reason: String,

        /// A legal demand requires it: the link answers 451, with the reason for everybody
        #[arg(long)]
        legal: bool,
    },
    /// Unblock a link
    Unblock {
        /// The id of the link
        id: i64,
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
    let opened = match command {
        // It may stay blocked for its host.
        LinksCommand::Unblock { .. } => open::with_host_lists(config).await?,
        _ => open::korotko(config).await?,
    };
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
            let owner = users::find_id(administration, user.as_deref()).await?;
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
        LinksCommand::Block { id, reason, legal } => {
            let blocked = administration.block_link(ACTOR, LinkId(*id), reason, *legal);
            print_state(&blocked.await?)
        }
        LinksCommand::Unblock { id } => {
            let unblocked = administration.unblock_link(ACTOR, LinkId(*id));
            print_state(&unblocked.await?)
        }
        LinksCommand::Delete { id, consent } => {
            let id = LinkId(*id);
            let link = administration.read_link(id).await?.link;
            let share_url = korotko.links.share_url(&link);
            let act = format!("deleting link {id} ({share_url})");
            consent.require(&act).await?;
            administration.delete_link(ACTOR, id).await?;
            print(&format!("link {id} is deleted"))
        }
    }
}

fn print_state(found: &FoundLink) -> Result<(), CommandError> {
    let (id, state) = (found.link.id, found.state.name());
    print(&format!("link {id} is {state}"))
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
