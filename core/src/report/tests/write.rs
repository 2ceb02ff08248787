use super::an_order;
use crate::click::Counts;
use crate::fault::Fault;
use crate::id::LinkId;
use crate::mock::{MockPorts, sample};
use crate::report::{NewReport, ReportDocument, ReportScope, Workbook};
use crate::statistics::PeriodText;
use crate::user::Language;

fn new(to: &'static str) -> NewReport<'static> {
    NewReport {
        scope: ReportScope::All,
        period: PeriodText {
            from: Some("2025-12-25"),
            to: Some(to),
            zone: None,
        },
        language: Some("ru"),
        include_bots: false,
    }
}

/// Ports of a user without links and clicks.
fn ports() -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.links.expect_list().returning(|_| Ok(Vec::new()));
    let count = mocks.statistics.expect_count();
    count.returning(|_, _| Ok(Counts::default()));
    let by_step = mocks.statistics.expect_count_by_step();
    by_step.returning(|_, _, _, _| Ok(Vec::new()));
    let by_value = mocks.statistics.expect_count_by_value();
    by_value.returning(|_, _, _| Ok(Vec::new()));
    mocks
}

#[tokio::test]
async fn a_report_of_any_size_is_written_without_an_order() {
    let mut mocks = ports();
    let write = mocks.report_writer.expect_write().times(1);
    write.returning(|document: ReportDocument, most| {
        assert_eq!(most, usize::MAX);
        assert_eq!(document.order.language, Language::Ru);
        assert_eq!(document.order.from, an_order().from);
        Ok(Workbook {
            media_type: "application/x-sheet",
            extension: "sheet",
            bytes: vec![1, 2, 3],
            omitted_links: 0,
        })
    });
    let commits = mocks.commits.clone();
    let reports = mocks.korotko().reports;
    let written = reports.write(&sample::user(), &new("2025-12-31")).await;
    assert_eq!(written.unwrap().bytes, [1, 2, 3]);
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn an_invalid_period_or_anothers_link_is_refused() {
    let mut mocks = ports();
    mocks.links.expect_find_by_id().returning(|_| Ok(None));
    let reports = mocks.korotko().reports;
    let refused = reports.write(&sample::user(), &new("2025-12-01")).await;
    assert_eq!(refused.unwrap_err().fields(), ["to"]);
    let anothers = NewReport {
        scope: ReportScope::Link(LinkId(5)),
        ..new("2025-12-31")
    };
    let refused = reports.write(&sample::user(), &anothers).await;
    assert_eq!(refused.unwrap_err().code(), "scope-gone");
}
