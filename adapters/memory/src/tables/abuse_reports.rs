use korotko_core::abuse::{AbuseOutcome, AbuseReport};
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::ports::{AbuseReportQuery, InsertAbuseReport, Timestamp};

use super::{Table, some};

/// The abuse reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct AbuseReportTable(Table<AbuseReportId, AbuseReport>);

impl AbuseReportTable {
    pub(crate) fn insert(&mut self, new: &InsertAbuseReport) -> AbuseReport {
        let id = AbuseReportId(self.0.next_id());
        let report = new.clone().into_report(id);
        self.0.put(id, report.clone());
        report
    }

    pub(crate) fn find(&self, id: AbuseReportId) -> Option<&AbuseReport> {
        self.0.get(id)
    }

    pub(crate) fn list(&self, query: &AbuseReportQuery) -> Vec<AbuseReport> {
        let is_wanted = |report: &&AbuseReport| {
            let is_open = report.closed_at.is_none();
            query.is_open.is_none_or(|wanted| wanted == is_open)
        };
        let newest_first = self.0.rows().rev();
        newest_first
            .filter(|report| query.after.is_none_or(|after| report.id < after))
            .filter(is_wanted)
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn has_open(&self, link: LinkId) -> bool {
        let mut reports = self.0.rows();
        reports.any(|report| is_open_about(report, link))
    }

    pub(crate) fn close(&mut self, link: LinkId, outcome: AbuseOutcome, at: Timestamp) -> u64 {
        let open = self.0.ids(|report| is_open_about(report, link));
        for id in &open {
            if let Some(report) = self.0.get_mut(*id) {
                report.closed_at = Some(at);
                report.outcome = Some(outcome);
            }
        }
        open.len() as u64
    }

    pub(crate) fn delete_closed(&mut self, until: Timestamp, limit: u64) -> u64 {
        let is_old = |report: &AbuseReport| report.closed_at.is_some_and(|at| at <= until);
        self.0.remove_some(some(limit), is_old)
    }

    pub(crate) fn delete_by_link(&mut self, link: LinkId) {
        self.0.remove_some(usize::MAX, |report| report.link == link);
    }
}

fn is_open_about(report: &AbuseReport, link: LinkId) -> bool {
    report.link == link && report.closed_at.is_none()
}
