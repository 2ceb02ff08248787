use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use korotko_core::Korotko;
use korotko_core::fault::Fault;
use korotko_core::link::{
    ImportOptions, ImportRow, ImportSummary, OperationError, OperationOutcome, RowPosition,
};
use korotko_linkfile::{Format, LinkFile};
use tokio::task::spawn_blocking;

use super::print::print;
use super::progress::Progress;
use super::{CommandError, open, users};
use crate::config::Config;

/// The arguments of an import.
#[derive(Debug, Args)]
pub struct ImportCommand {
    /// The file: JSON if its name ends in .json, otherwise CSV. - is standard input: JSON if it starts with [, otherwise CSV
    file: PathBuf,

    /// The user who will own the links: the e-mail address or the id
    #[arg(long, value_name = "USER")]
    user: String,

    /// Validate only; nothing is changed
    #[arg(long)]
    dry_run: bool,

    /// Import all rows or none
    #[arg(long)]
    atomic: bool,
}

/// Fails unless every row succeeds.
pub(super) async fn run(command: &ImportCommand, config: &Config) -> Result<(), CommandError> {
    let max_rows = usize::try_from(config.limits.links_per_user).unwrap_or(usize::MAX);
    let file = open_file(&command.file, max_rows).await?;
    let opened = open::with_host_lists(config).await?;
    let done = import(command, &file, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn import(
    command: &ImportCommand,
    file: &LinkFile<Vec<u8>>,
    korotko: &Korotko,
) -> Result<(), CommandError> {
    let owner = users::find(&korotko.administration, &command.user).await?;
    let options = ImportOptions {
        dry_run: command.dry_run,
        atomic: command.atomic,
    };
    let progress = Progress::of(file.len() as u64, "rows");
    let mut outcomes = Vec::new();
    let mut record = |row: &ImportRow, outcome: OperationOutcome| {
        progress.advance(1);
        match outcome {
            Ok(_) => outcomes.push((row.at, None)),
            Err(error) => outcomes.push((row.at, Some(reason(&error)))),
        }
    };
    let imported = korotko
        .links
        .import(owner.id, &mut *file.rows(), options, &mut record)
        .await;
    drop(progress);
    report(outcomes, imported?, command.dry_run)
}

async fn open_file(path: &Path, max_rows: usize) -> Result<LinkFile<Vec<u8>>, CommandError> {
    let is_stdin = path == Path::new("-");
    let shown = || {
        let path = path.display().to_string();
        if is_stdin {
            "standard input".to_owned()
        } else {
            path
        }
    };
    let file = if is_stdin {
        read_stdin().await
    } else {
        tokio::fs::read(path).await
    };
    let file = file.map_err(|source| {
        let path = shown();
        CommandError::ReadFile { path, source }
    })?;
    let format = if is_stdin {
        Format::detect(&file)
    } else {
        Format::from_file_name(&path.to_string_lossy()).unwrap_or(Format::Csv)
    };
    LinkFile::open(format, file, max_rows).map_err(|error| {
        let (path, why) = (shown(), error.to_string());
        CommandError::Unreadable { path, why }
    })
}

async fn read_stdin() -> io::Result<Vec<u8>> {
    let reading = spawn_blocking(|| {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    });
    reading.await.map_err(io::Error::other)?
}

/// Prints the failed rows with their reasons, and a summary.
fn report(
    outcomes: Vec<(RowPosition, Option<String>)>,
    imported: ImportSummary,
    dry_run: bool,
) -> Result<(), CommandError> {
    let mut failed = 0;
    let rows = outcomes.len();
    for (position, problem) in outcomes {
        let not_applied = || (!imported.applied).then(|| reason(&OperationError::NotApplied));
        if let Some(reason) = problem.or_else(not_applied) {
            failed += 1;
            print(&format!("{position}: {reason}"))?;
        }
    }
    let imported = rows - failed;
    let done = if dry_run {
        "would be imported"
    } else {
        "imported"
    };
    print(&format!("{rows} rows: {imported} {done}, {failed} failed"))?;
    match failed {
        0 => Ok(()),
        failed => Err(CommandError::RowsFailed { failed, rows }),
    }
}

/// The broken rules, or else the error.
fn reason(error: &OperationError) -> String {
    let broken = error.violations().iter();
    let broken: Vec<_> = broken
        .map(|broken| format!("{} {}", broken.field, broken.message))
        .collect();
    if broken.is_empty() {
        return error.to_string();
    }
    broken.join("; ")
}
