use std::io::{self, BufWriter, Write};

use clap::Subcommand;
use korotko_clicklog::ClickArchive;
use korotko_core::click::{Click, LanguageTag, Referrer};
use serde_json::json;

use super::error::CommandError;
use super::print::go_on;
use crate::config::{Args, click_archive};

/// A command on the click archive.
#[derive(Debug, Subcommand)]
pub enum ClicksCommand {
    /// Print archived clicks, one JSON object per line, oldest day first
    Export,
}

pub(super) fn run(command: &ClicksCommand, args: &Args) -> Result<(), CommandError> {
    let ClicksCommand::Export = command;
    let folder = click_archive(args);
    let unreadable = |source| CommandError::ReadFile {
        path: folder.display().to_string(),
        source,
    };
    let mut output = BufWriter::new(io::stdout().lock());
    for clicks in ClickArchive::open(&folder).map_err(unreadable)? {
        let clicks = clicks.map_err(unreadable)?;
        let printed = clicks
            .iter()
            .try_for_each(|click| writeln!(output, "{}", line(click)));
        if !go_on(printed)? {
            return Ok(());
        }
    }
    go_on(output.flush()).map(drop)
}

fn line(click: &Click) -> serde_json::Value {
    json!({
        "at": click.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        "link_id": click.link,
        "kind": click.kind.name(),
        "referrer": click.referrer.as_ref().map(Referrer::as_str),
        "browser": click.agent.browser,
        "os": click.agent.os,
        "device": click.agent.device.name(),
        "language": click.language.as_ref().map(LanguageTag::as_str),
        "visitor": click.visitor.map(|visitor| format!("{:016x}", visitor.0)),
    })
}
