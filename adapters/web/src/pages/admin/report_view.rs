use korotko_core::abuse::AbuseOutcome;
use korotko_core::administration::FoundAbuseReport;

use super::link_view::LinkView;
use crate::moment::Moment;
use crate::pages::abuse::category_key;
use crate::visit::Visit;

/// An abuse report, as administrators see it.
#[derive(Debug)]
pub(super) struct ReportView {
    pub(super) id: i64,
    /// The key of the category.
    pub(super) category: &'static str,
    pub(super) text: Option<String>,
    /// The address of the reporter.
    pub(super) reporter: Option<String>,
    pub(super) created: Moment,
    pub(super) closed: Option<Moment>,
    /// The key of what was decided, if anything was.
    pub(super) decision: &'static str,
    pub(super) link: LinkView,
}

impl ReportView {
    pub(super) fn new(visit: &Visit<'_>, found: &FoundAbuseReport) -> Self {
        let report = &found.report;
        let moment = |moment| Moment::new(moment, visit.zone());
        let reporter = report.reporter.as_ref();
        Self {
            id: report.id.0,
            category: category_key(report.category),
            text: report.text.as_ref().map(ToString::to_string),
            reporter: reporter.map(|email| email.as_typed().to_owned()),
            created: moment(report.created_at),
            closed: report.closed_at.map(moment),
            decision: decision_key(report.outcome),
            link: LinkView::new(visit, &found.link),
        }
    }
}

fn decision_key(outcome: Option<AbuseOutcome>) -> &'static str {
    match outcome {
        None => "abuse-undecided",
        Some(AbuseOutcome::Upheld) => "abuse-upheld",
        Some(AbuseOutcome::Dismissed) => "abuse-dismissed",
    }
}
