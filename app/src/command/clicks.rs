use std::fmt::Write as _;

use clap::Subcommand;
use korotko_clicklog::ClickArchive;
use korotko_core::click::{Click, LanguageTag, Referrer};
use serde_json::json;

use super::destination::Destination;
use super::error::CommandError;
use crate::config::{Args, click_archive};

/// A command on the click archive.
#[derive(Debug, Subcommand)]
pub enum ClicksCommand {
    /// Export archived clicks, one JSON object per line, oldest day first
    Export {
        #[command(flatten)]
        destination: Destination,
    },
}

pub(super) fn run(command: &ClicksCommand, args: &Args) -> Result<(), CommandError> {
    let ClicksCommand::Export { destination } = command;
    let folder = click_archive(args);
    let unreadable = |source| CommandError::ReadFile {
        path: folder.display().to_string(),
        source,
    };
    let archive = ClickArchive::open(&folder).map_err(unreadable)?;
    let progress = destination.progress(archive.len() as u64, "files");
    let mut file = destination.create()?;
    for clicks in archive {
        let clicks = clicks.map_err(unreadable)?;
        if !file.write(lines(&clicks).as_bytes())? {
            return Ok(());
        }
        progress.advance(1);
    }
    file.finish()
}

fn lines(clicks: &[Click]) -> String {
    clicks.iter().fold(String::new(), |mut lines, click| {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{}", line(click));
        lines
    })
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
