use clap::Subcommand;
use korotko_core::Korotko;
use korotko_core::administration::Actor;
use korotko_core::id::JobId;
use korotko_core::job::{JobRecord, JobState};
use poem_openapi::types::ToJSON;

use super::error::CommandError;
use super::list::{Columns, Output, PAGE, second};
use super::open;
use super::print::print;
use crate::api::admin::dto::JobView;
use crate::config::Config;

/// A command on jobs.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List jobs that are waiting, running or failed
    List {
        /// List done jobs as well
        #[arg(long)]
        all: bool,

        #[command(flatten)]
        output: Output,
    },
    /// Retry a failed job
    Retry {
        /// The id of the job
        id: i64,
    },
}

pub(super) async fn run(command: &JobsCommand, config: &Config) -> Result<(), CommandError> {
    let opened = open::korotko(config).await?;
    let done = execute(command, &opened.korotko).await;
    opened.close().await?;
    done
}

async fn execute(command: &JobsCommand, korotko: &Korotko) -> Result<(), CommandError> {
    match command {
        JobsCommand::List { all, output } => list(korotko, *all, output).await,
        JobsCommand::Retry { id } => {
            let administration = &korotko.administration;
            administration
                .retry_job(Actor::CommandLine, JobId(*id))
                .await?;
            print(&format!("job {id} is due again"))
        }
    }
}

async fn list(korotko: &Korotko, all: bool, output: &Output) -> Result<(), CommandError> {
    let unfinished = vec![JobState::Waiting, JobState::Running, JobState::Failed];
    let states = if all {
        JobState::ALL.to_vec()
    } else {
        unfinished
    };
    let title = format!(
        "{:>8}  {:8}  {:22}  {:>8}  {:20}  LAST ERROR",
        "ID", "STATE", "KIND", "ATTEMPTS", "DUE OR ENDED"
    );
    let columns = Columns {
        title,
        line,
        view: |record: &JobRecord| JobView::from(record).to_json(),
    };
    let page = async |after| Ok(korotko.jobs.list(states.clone(), after, PAGE).await?);
    output.print(&columns, page).await
}

fn line(record: &JobRecord) -> String {
    let when = record.finished_at.unwrap_or(record.run_at);
    let when = second(when);
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
