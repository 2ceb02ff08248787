use super::{ANN, a_report};
use crate::Zone;
use crate::fault::Fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::job::Job;
use crate::mock::{MockPorts, MockRateLimiter, preset, sample};
use crate::ports::StoreError;
use crate::rate_limit::RateLimits;
use crate::report::{NewReport, OrderReportError, Report, ReportScope};
use crate::statistics::PeriodText;
use crate::user::{Language, User};

fn new(scope: ReportScope) -> NewReport<'static> {
    NewReport {
        scope,
        period: PeriodText {
            from: Some("2025-12-01"),
            to: Some("2025-12-31"),
            zone: Some("Europe/Moscow"),
        },
        language: None,
        include_bots: true,
    }
}

/// Ports for Ann, who has this pending report.
fn ports(pending: Option<Report>) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(sample::user());
    let find = mocks.reports.expect_find_pending();
    find.returning(move |_, _| Ok(pending.clone()));
    mocks
}

/// Refuses everything.
fn used_up() -> MockRateLimiter {
    let mut limiter = MockRateLimiter::new();
    let take = limiter.expect_take();
    take.returning(|buckets, _| Ok(preset::refused(buckets, 0)));
    limiter
}

async fn order(mocks: MockPorts, new: &NewReport<'_>) -> Result<Report, OrderReportError> {
    mocks.korotko().reports.order(&sample::user(), new).await
}

#[tokio::test]
async fn an_order_is_stored_with_its_job() {
    let mut mocks = ports(None);
    let insert = mocks.reports.expect_insert().times(1);
    insert.returning(|report| {
        assert_eq!((report.owner, report.schedule), (ANN, None));
        assert_eq!(report.created_at, sample::now());
        let order = &report.order;
        assert_eq!(order.from.to_rfc3339(), "2025-11-30T21:00:00+00:00");
        assert_eq!(order.until.to_rfc3339(), "2025-12-31T21:00:00+00:00");
        assert_eq!((order.language, order.include_bots), (Language::En, true));
        Ok(a_report())
    });
    let mocks = mocks.expecting_job(Job::SendReport {
        user: ANN,
        report: a_report().id,
    });
    let commits = mocks.commits.clone();
    let ordered = order(mocks, &new(ReportScope::All)).await.unwrap();
    assert_eq!((ordered, commits.count()), (a_report(), 1));
}

#[tokio::test]
async fn the_days_of_a_report_are_those_of_the_account_unless_it_names_a_zone() {
    let kathmandu = Zone::parse("Asia/Kathmandu").unwrap();
    let ann = User {
        time_zone: Some(kathmandu),
        ..sample::user()
    };
    for (zone, from) in [
        (None, "2025-11-30T18:15:00+00:00"),
        (Some("Europe/Moscow"), "2025-11-30T21:00:00+00:00"),
    ] {
        let mut mocks = ports(None);
        let insert = mocks.reports.expect_insert().times(1);
        insert.returning(move |report| {
            let order = &report.order;
            assert_eq!(order.from.to_rfc3339(), from);
            assert_eq!(order.zone.name(), zone.unwrap_or("Asia/Kathmandu"));
            Ok(a_report())
        });
        let mocks = mocks.expecting_job(Job::SendReport {
            user: ANN,
            report: a_report().id,
        });
        let wanted = new(ReportScope::All);
        let wanted = NewReport {
            period: PeriodText {
                zone,
                ..wanted.period
            },
            ..wanted
        };
        mocks.korotko().reports.order(&ann, &wanted).await.unwrap();
    }
}

#[tokio::test]
async fn a_pending_report_is_returned_even_when_the_limit_is_reached() {
    let mut mocks = ports(Some(a_report()));
    mocks.rate_limiter = used_up();
    let ordered = order(mocks, &new(ReportScope::All)).await;
    assert_eq!(ordered.unwrap().id, a_report().id);
}

#[tokio::test]
async fn concurrent_identical_orders_create_one_report() {
    let mut mocks = MockPorts::default().with_user(sample::user());
    let mut found = vec![Some(a_report()), None, None];
    let find = mocks.reports.expect_find_pending();
    find.returning(move |_, _| Ok(found.pop().unwrap()));
    let insert = mocks.reports.expect_insert();
    insert.returning(|_| Err(StoreError::Conflict));
    let ordered = order(mocks, &new(ReportScope::All)).await;
    assert_eq!(ordered.unwrap().id, a_report().id);
}

#[tokio::test]
async fn an_order_that_conflicts_every_time_is_unavailable() {
    let mut mocks = ports(None);
    let insert = mocks.reports.expect_insert().times(4);
    insert.returning(|_| Err(StoreError::Conflict));
    let refused = order(mocks, &new(ReportScope::All)).await.unwrap_err();
    assert_eq!(refused.code(), "unavailable");
}

#[tokio::test]
async fn an_order_beyond_the_limit_is_refused_before_anything_is_written() {
    let mut mocks = ports(None);
    mocks.rate_limiter = used_up();
    let commits = mocks.commits.clone();
    let refused = order(mocks, &new(ReportScope::All)).await.unwrap_err();
    assert_eq!(refused.code(), "rate-limited");
    let wait = RateLimits::default().reports.interval();
    assert_eq!(refused.retry_after(), Some(wait));
    assert_eq!(refused.quotas()[0].policy, "reports");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn every_violation_is_reported() {
    let wrong = NewReport {
        period: PeriodText {
            from: Some("yesterday"),
            to: None,
            zone: Some("Europe/Moscow"),
        },
        language: Some("de"),
        ..new(ReportScope::All)
    };
    let refused = order(MockPorts::default(), &wrong).await.unwrap_err();
    assert_eq!(refused.fields(), ["from", "language"]);
}

#[tokio::test]
async fn reports_on_resources_of_other_users_are_refused() {
    let stranger = User {
        id: UserId(8),
        ..sample::user()
    };
    let set = ReportScope::Collection;
    for (scope, field) in [
        (ReportScope::Link(sample::link().id), "link_id"),
        (ReportScope::Link(LinkId(99)), "link_id"),
        (set(sample::collection().id), "collection_id"),
        (set(CollectionId(99)), "collection_id"),
    ] {
        let mocks = MockPorts::default().with_link(sample::link());
        let mocks = mocks.with_collection(sample::collection(), 0);
        let reports = mocks.korotko().reports;
        let refused = reports.order(&stranger, &new(scope)).await.unwrap_err();
        assert_eq!(refused.fields(), [field]);
    }
}
