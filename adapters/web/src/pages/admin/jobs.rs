use askama::Template;
use korotko_core::administration::Actor;
use korotko_core::id::JobId;
use korotko_core::job::{JobRecord, JobState, RetryJobError};

use super::list::List;
use super::names::{job_name, job_state_key};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::visit::Visit;

const PATH: &str = "/app/admin/jobs";

/// The number of jobs on a page.
const LIMIT: u32 = 50;

/// The states by which the list can be filtered: their names in the query, and the keys of their texts.
const STATES: [(&str, &str); 5] = [
    ("", "jobs-left"),
    ("waiting", "job-waiting"),
    ("running", "job-running"),
    ("failed", "job-failed"),
    ("done", "job-done"),
];

#[derive(Template)]
#[template(path = "admin_jobs.html")]
struct JobsPage<'a> {
    frame: Frame<'a>,
    list: List,
    states: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    errors: FormErrors,
}

/// A job in the list.
#[derive(Debug)]
struct Row {
    id: i64,
    /// What is to be done.
    name: String,
    user: Option<i64>,
    state: &'static str,
    has_failed: bool,
    attempts: u32,
    created: Moment,
    error: Option<String>,
}

/// The jobs that the query selects, oldest first.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    page(visit, FormErrors::default()).await
}

/// Makes a job due again that failed permanently.
pub(super) async fn retry(visit: &Visit<'_>, actor: Actor) -> Result<Reply, Failure> {
    let form = visit.request.form();
    let id = form.text("job").parse().map_err(|_| Failure::NoPage)?;
    let administration = &visit.site.korotko.administration;
    match administration.retry_job(actor, JobId(id)).await {
        Ok(()) => Ok(Reply::see_other(&format!("{PATH}?done=job-retried"))),
        Err(error @ RetryJobError::Queued) => page(visit, FormErrors::read(visit, error)?).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit<'_>, errors: FormErrors) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let states = states(list.query.text("state"));
    let jobs = &visit.site.korotko.jobs;
    let page = jobs.list(states, list.after().map(JobId), LIMIT).await?;
    let rows = page.items.iter().map(|record| Row::new(visit, record));
    Ok(Reply::page(&JobsPage {
        rows: rows.collect(),
        frame: Frame::new(visit, visit.text("admin-jobs")),
        list: list.ending_with(page.next.map(|last| last.0)),
        states: STATES.to_vec(),
        errors,
    }))
}

/// The states with this name in the query: without one, all but that of what is done.
fn states(name: &str) -> Vec<JobState> {
    match JobState::from_name(name) {
        Some(state) => vec![state],
        None => vec![JobState::Waiting, JobState::Running, JobState::Failed],
    }
}

impl Row {
    fn new(visit: &Visit<'_>, record: &JobRecord) -> Self {
        Self {
            id: record.id.0,
            name: job_name(visit.texts(), record.job.kind()),
            user: record.job.user().map(|user| user.0),
            state: job_state_key(record.state),
            has_failed: record.state == JobState::Failed,
            attempts: record.attempts,
            created: Moment::new(record.created_at, visit.zone()),
            error: record.last_error.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::job::JobState::{Done, Failed, Running, Waiting};

    use super::states;

    #[test]
    fn without_a_state_the_list_has_all_that_is_left_to_do() {
        assert_eq!(states(""), [Waiting, Running, Failed]);
        assert_eq!(states("boring"), [Waiting, Running, Failed]);
        assert_eq!(states("done"), [Done]);
        assert_eq!(states("failed"), [Failed]);
    }
}
