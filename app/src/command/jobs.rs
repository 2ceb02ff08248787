use clap::Subcommand;
use korotko_core::id::JobId;
use korotko_core::job::{JobRecord, JobState, Jobs};

use super::error::CommandError;
use super::open;
use super::print::print;
use crate::config::Config;

/// The number of jobs read at a time.
const PAGE: u32 = 500;

/// A command on jobs.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List jobs that are waiting, running or failed
    List {
        /// List done jobs as well
        #[arg(long)]
        all: bool,
    },
    /// Retry a failed job
    Retry {
        /// The id of the job
        id: i64,
    },
}

pub(super) async fn run(command: &JobsCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko.jobs).await;
    opened.close().await?;
    done
}

async fn execute(command: &JobsCommand, jobs: &Jobs) -> Result<(), CommandError> {
    match command {
        JobsCommand::List { all } => list(jobs, *all).await,
        JobsCommand::Retry { id } => {
            jobs.retry(JobId(*id)).await?;
            print(&format!("job {id} is due again"))
        }
    }
}

async fn list(jobs: &Jobs, all: bool) -> Result<(), CommandError> {
    let unfinished = vec![JobState::Waiting, JobState::Running, JobState::Failed];
    let states = if all {
        JobState::ALL.to_vec()
    } else {
        unfinished
    };
    print(&format!(
        "{:>8}  {:8}  {:22}  {:>8}  {:20}  LAST ERROR",
        "ID", "STATE", "KIND", "ATTEMPTS", "DUE OR ENDED"
    ))?;
    let mut after = None;
    loop {
        let page = jobs.list(states.clone(), after, PAGE).await?;
        page.iter().try_for_each(|record| print(&line(record)))?;
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(()),
        }
    }
}

fn line(record: &JobRecord) -> String {
    let when = record.finished_at.unwrap_or(record.run_at);
    let when = when.format("%Y-%m-%dT%H:%M:%SZ");
    let line = format!(
        "{:>8}  {:8}  {:22}  {:>8}  {when}  {}",
        record.id,
        record.state.name(),
        record.job.kind(),
        record.attempts,
        record.last_error.as_deref().unwrap_or_default(),
    );
    line.trim_end().to_owned()
}
