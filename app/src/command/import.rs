use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use korotko_core::Korotko;
use korotko_core::fault::Fault;
use korotko_core::link::{ImportFate, ImportOptions, ImportRow, ImportRowError};
use tokio::task::spawn_blocking;

use super::{CommandError, open, print};
use crate::api::transfer::{FileError, Format, read};
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
    let rows = rows(&command.file, most).await?;
    let opened = open::korotko(config).await?;
    let done = import(command, &rows, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn import(
    command: &ImportCommand,
    rows: &[ImportRow],
    korotko: &Korotko,
) -> Result<(), CommandError> {
    let owner = open::owner(korotko, &command.user).await?;
    let options = ImportOptions {
        dry_run: command.dry_run,
        atomic: command.atomic,
    };
    let progress = Progress::new(rows.len());
    let tell = |done| progress.tell(done);
    let fates = korotko.links.import(owner, rows, options, &tell).await;
    progress.end();
    report(rows, &fates?, command.dry_run)
}

async fn rows(path: &Path, most: usize) -> Result<Vec<ImportRow>, CommandError> {
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
    let json = if is_input {
        is_list(&file)
    } else {
        let end = path.extension();
        end.is_some_and(|end| end.eq_ignore_ascii_case("json"))
    };
    let format = if json { Format::Json } else { Format::Csv };
    read(format, &file, most).map_err(|error| {
        let (path, why) = (shown(), why(&error));
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

/// Whether it begins as a JSON list, as no line with the names of columns does.
fn is_list(file: &[u8]) -> bool {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    text.trim_ascii_start().starts_with(b"[")
}

fn why(error: &FileError) -> String {
    let broken = error.violations().first();
    broken.map_or_else(|| error.to_string(), |broken| broken.message.clone())
}

fn report(rows: &[ImportRow], fates: &[ImportFate], dry_run: bool) -> Result<(), CommandError> {
    let mut refused = 0;
    for (row, fate) in rows.iter().zip(fates) {
        if let Err(error) = fate {
            refused += 1;
            print(&format!("line {}: {}", row.line, reason(error)))?;
        }
    }
    let rows = rows.len();
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
fn reason(error: &ImportRowError) -> String {
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
    tenths: AtomicUsize,
}

impl Progress {
    fn new(rows: usize) -> Self {
        let bar = ProgressBar::new(rows.try_into().unwrap_or(u64::MAX));
        let template = "{wide_bar} {human_pos} of {human_len} rows, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let tenths = AtomicUsize::new(0);
        Self { rows, bar, tenths }
    }

    fn tell(&self, done: usize) {
        self.bar.set_position(done.try_into().unwrap_or(u64::MAX));
        let tenths = 10 * done / self.rows.max(1);
        if self.bar.is_hidden() && self.tenths.swap(tenths, Ordering::Relaxed) < tenths {
            let rows = self.rows;
            super::note(&format!("{done} of {rows} rows"));
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
