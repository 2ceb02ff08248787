use askama::Template;
use korotko_core::id::AbuseReportId;

use super::list::List;
use super::report_view::ReportView;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

pub(super) const PATH: &str = "/app/admin/abuse-reports";

/// The number of reports on a page.
const LIMIT: u32 = 25;

/// The states by which the queue can be filtered: their names in the query, and the keys of their texts.
const STATES: [(&str, &str); 3] = [
    ("", "abuse-open"),
    ("closed", "abuse-closed"),
    ("all", "links-all"),
];

#[derive(Template)]
#[template(path = "admin_abuse_reports.html")]
struct AbuseReportsPage<'a> {
    frame: Frame<'a>,
    list: List,
    states: Vec<(&'static str, &'static str)>,
    rows: Vec<ReportView>,
}

/// The abuse reports that wait for a decision, newest first, or those that the query selects.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let (is_open, after) = (is_open(&list.query), list.after().map(AbuseReportId));
    let administration = &visit.site.korotko.administration;
    let page = administration.list_abuse_reports(is_open, after, LIMIT);
    let page = page.await?;
    let rows = page.items.iter().map(|found| ReportView::new(visit, found));
    Ok(Reply::page(&AbuseReportsPage {
        rows: rows.collect(),
        frame: Frame::new(visit, visit.text("admin-abuse-reports")),
        list: list.ending_with(page.next.map(|last| last.0)),
        states: STATES.to_vec(),
    }))
}

/// Whether the query asks for open reports alone, for closed ones alone, or for all.
fn is_open(query: &Form) -> Option<bool> {
    match query.text("state") {
        "closed" => Some(false),
        "all" => None,
        _ => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::is_open;
    use crate::request::Form;

    #[test]
    fn the_queue_has_open_reports_unless_the_query_asks_for_others() {
        for (query, wanted) in [
            ("", Some(true)),
            ("state=boring", Some(true)),
            ("state=closed", Some(false)),
            ("state=all", None),
        ] {
            assert_eq!(is_open(&Form::parse(query)), wanted, "{query}");
        }
    }
}
