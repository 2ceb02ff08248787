use askama::Template;
use korotko_core::job::JobGroup;
use korotko_core::ports::StoreError;
use korotko_texts::Texts;

use super::names::{job_name, job_state_key};
use super::record_view::RecordView;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::visit::Visit;

/// The number of acts on the page.
const ACTS: u32 = 5;
/// The number of abuse reports that are counted.
const REPORTS: u32 = 100;

#[derive(Template)]
#[template(path = "admin_overview.html")]
struct OverviewPage<'a> {
    frame: Frame<'a>,
    /// The key of the state of the database.
    database: &'static str,
    is_ready: bool,
    /// The number of abuse reports that wait for a decision.
    reports: String,
    /// Since when the oldest job is not done.
    oldest: Option<Moment>,
    jobs: Vec<JobRow>,
    records: Vec<RecordView>,
}

/// The jobs of one kind in one state.
#[derive(Debug)]
struct JobRow {
    name: String,
    state: &'static str,
    /// The name of the state in a query.
    state_name: &'static str,
    count: String,
}

/// How the service is, and what was done last.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let korotko = &visit.site.korotko;
    let checked = korotko.administration.check_store().await;
    let oldest = korotko.jobs.oldest_waiting().await?;
    let groups = korotko.jobs.count().await?;
    let acts = korotko.administration.list_audit_log(None, None, ACTS);
    let acts = acts.await?;
    let records = acts.items.iter();
    let records = records.map(|record| RecordView::new(visit, record));
    Ok(Reply::page(&OverviewPage {
        records: records.collect(),
        frame: Frame::new(visit, visit.text("menu-admin")),
        database: database_key(checked.as_ref().err()),
        is_ready: checked.is_ok(),
        reports: open_reports(visit).await?,
        oldest: oldest.map(|since| Moment::new(since, visit.zone())),
        jobs: rows(visit.texts(), &groups),
    }))
}

/// The number of abuse reports that wait for a decision, such as `7`, or `100+`.
async fn open_reports(visit: &Visit<'_>) -> Result<String, Failure> {
    let administration = &visit.site.korotko.administration;
    let open = administration.list_abuse_reports(Some(true), None, REPORTS);
    let open = open.await?;
    let more = if open.next.is_some() { "+" } else { "" };
    Ok(format!("{}{more}", open.items.len()))
}

/// The key of what a check of the database found.
fn database_key(error: Option<&StoreError>) -> &'static str {
    match error {
        None => "admin-database-ready",
        Some(StoreError::Damaged(_)) => "admin-database-damaged",
        Some(_) => "admin-database-unavailable",
    }
}

/// The jobs that there are.
fn rows(texts: &Texts, groups: &[JobGroup]) -> Vec<JobRow> {
    let groups = groups.iter().filter(|group| group.count > 0);
    let rows = groups.map(|group| JobRow {
        name: job_name(texts, group.kind),
        state: job_state_key(group.state),
        state_name: group.state.name(),
        count: texts.number(group.count),
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use korotko_core::job::{JobGroup, JobState};
    use korotko_core::ports::StoreError;
    use korotko_core::user::Language;
    use korotko_texts::Texts;

    use super::{database_key, rows};

    #[test]
    fn a_damaged_database_is_distinguished_from_an_unavailable_one() {
        let damaged = StoreError::damaged("on purpose");
        let gone = StoreError::unavailable("on purpose");
        assert_eq!(database_key(None), "admin-database-ready");
        assert_eq!(database_key(Some(&damaged)), "admin-database-damaged");
        assert_eq!(database_key(Some(&gone)), "admin-database-unavailable");
    }

    #[test]
    fn only_jobs_that_exist_are_counted() {
        let group = |count, state| JobGroup {
            kind: "send-report",
            state,
            count,
            oldest: None,
        };
        let groups = [group(0, JobState::Waiting), group(1_200, JobState::Failed)];
        let rows = rows(Texts::of(Language::En), &groups);
        let rows: Vec<_> = rows
            .iter()
            .map(|row| (row.state_name, &*row.count))
            .collect();
        assert_eq!(rows, [("failed", "1,200")]);
    }
}
