use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use korotko_core::Korotko;
use korotko_core::fault::Fault;
use korotko_core::link::{
    ImportOptions, ImportRow, ImportSummary, OperationError, OperationOutcome, RowPosition,
};
use korotko_linkfile::{Format, LinkFile};
use tokio::task::spawn_blocking;

use super::{CommandError, open, print};
use crate::config::Config;

/// What to bring in, and how.
#[derive(Debug, Args)]
pub struct ImportCommand {
    /// The file: JSON if its name ends in .json, else CSV. - is the standard input: JSON if it begins with [, else CSV
    file: PathBuf,

    /// Whose links they become, by the address of the account
    #[arg(long, value_name = "EMAIL")]
    user: String,

    /// Only tell what would become of each row, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Import all rows or none
    #[arg(long)]
    atomic: bool,
}

/// Does not go well unless every row does.
pub(super) async fn run(command: &ImportCommand, config: &Config) -> Result<(), CommandError> {
    let most = usize::try_from(config.limits.links_per_user).unwrap_or(usize::MAX);
    let file = open_file(&command.file, most).await?;
    let opened = open::korotko(config).await?;
    let done = import(command, &file, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn import(
    command: &ImportCommand,
    file: &LinkFile<Vec<u8>>,
    korotko: &Korotko,
) -> Result<(), CommandError> {
    let owner = open::owner(korotko, &command.user).await?;
    let options = ImportOptions {
        dry_run: command.dry_run,
        atomic: command.atomic,
    };
    let mut progress = Progress::new(file.len());
    let mut refusals = Vec::new();
    let mut done = 0;
    let mut tell = |row: &ImportRow, outcome: OperationOutcome| {
        done += 1;
        progress.tell(done);
        match outcome {
            Ok(_) => refusals.push((row.at, None)),
            Err(error) => refusals.push((row.at, Some(reason(&error)))),
        }
    };
    let imported = korotko
        .links
        .import(owner, &mut *file.rows(), options, &mut tell)
        .await;
    progress.end();
    report(refusals, imported?, command.dry_run)
}

async fn open_file(path: &Path, most: usize) -> Result<LinkFile<Vec<u8>>, CommandError> {
    let is_input = path == Path::new("-");
    let shown = || {
        let path = path.display().to_string();
        if is_input {
            "the standard input".to_owned()
        } else {
            path
        }
    };
    let file = if is_input {
        read_input().await
    } else {
        tokio::fs::read(path).await
    };
    let file = file.map_err(|source| {
        let path = shown();
        CommandError::ReadFile { path, source }
    })?;
    let format = if is_input {
        Format::of_content(&file)
    } else {
        Format::of_name(&path.to_string_lossy()).unwrap_or(Format::Csv)
    };
    LinkFile::open(format, file, most).map_err(|error| {
        let (path, why) = (shown(), error.to_string());
        CommandError::Unreadable { path, why }
    })
}

async fn read_input() -> io::Result<Vec<u8>> {
    let reading = spawn_blocking(|| {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    });
    reading.await.map_err(io::Error::other)?
}

/// Where all rows stand, with the reason why each was refused, if it was.
fn report(
    places: Vec<(RowPosition, Option<String>)>,
    imported: ImportSummary,
    dry_run: bool,
) -> Result<(), CommandError> {
    let mut refused = 0;
    let rows = places.len();
    for (place, reason_given) in places {
        let not_applied = || (!imported.applied).then(|| reason(&OperationError::NotApplied));
        if let Some(reason) = reason_given.or_else(not_applied) {
            refused += 1;
            print(&format!("{place}: {reason}"))?;
        }
    }
    let imported = rows - refused;
    let done = if dry_run {
        "would be imported"
    } else {
        "imported"
    };
    print(&format!(
        "{rows} rows: {imported} {done}, {refused} refused"
    ))?;
    match refused {
        0 => Ok(()),
        refused => Err(CommandError::RowsRefused { refused, rows }),
    }
}

/// Which fields are wrong, or else what stands against it.
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

/// Tells on stderr how far an import is: by a bar on a terminal, else by a line for each tenth.
struct Progress {
    rows: usize,
    bar: ProgressBar,
    /// How many tenths were told.
    tenths: usize,
}

impl Progress {
    fn new(rows: usize) -> Self {
        let bar = ProgressBar::new(rows.try_into().unwrap_or(u64::MAX));
        let template = "{wide_bar} {human_pos} of {human_len} rows, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            rows,
            bar,
            tenths: 0,
        }
    }

    fn tell(&mut self, done: usize) {
        self.bar.set_position(done.try_into().unwrap_or(u64::MAX));
        let tenths = 10 * done / self.rows.max(1);
        if self.bar.is_hidden() && self.tenths < tenths {
            self.tenths = tenths;
            let rows = self.rows;
            super::note(&format!("{done} of {rows} rows"));
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
