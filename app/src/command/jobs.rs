use clap::Subcommand;
use korotko_core::id::JobId;
use korotko_core::job::{JobRecord, JobState, Jobs};

use super::{CommandError, serve};
use crate::config::Config;
use crate::ports;

/// How many jobs are read at a time.
const PAGE: u32 = 500;

/// What to do with deferred work.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List the jobs that are not done
    List {
        /// List those that are done too
        #[arg(long)]
        all: bool,
    },
    /// Run a job again that was given up
    Retry {
        /// Its number
        id: i64,
    },
}

pub(super) async fn run(command: &JobsCommand, config: Config) -> Result<(), CommandError> {
    let store = ports::store(&config.database).await?;
    let ports = ports::all(&config, store)?;
    let jobs = serve::korotko(&config, ports)?.jobs;
    match command {
        JobsCommand::List { all } => list(&jobs, *all).await,
        JobsCommand::Retry { id } => {
            jobs.retry(JobId(*id)).await?;
            println!("job {id} is due again");
            Ok(())
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
    println!(
        "{:>8}  {:8}  {:22}  {:>8}  {:20}  LAST ERROR",
        "ID", "STATE", "KIND", "ATTEMPTS", "DUE"
    );
    let mut after = None;
    loop {
        let page = jobs.list(states.clone(), after, PAGE).await?;
        page.iter().for_each(show);
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(()),
        }
    }
}

fn show(record: &JobRecord) {
    let due = record.run_at.format("%Y-%m-%dT%H:%M:%SZ");
    println!(
        "{:>8}  {:8}  {:22}  {:>8}  {due}  {}",
        record.id,
        record.state.name(),
        record.job.kind(),
        record.attempts,
        record.last_error.as_deref().unwrap_or_default(),
    );
}
