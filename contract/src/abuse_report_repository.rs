//! Checks of [`AbuseReportRepository`](korotko_core::ports::AbuseReportRepository).

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_ids_differ, assert_missing, assert_pages, email, just_after, moment,
    write,
};
use super::suite::checks;
use korotko_core::abuse::{AbuseCategory, AbuseOutcome, AbuseReport, AbuseText};
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::ports::{AbuseReportQuery, InsertAbuseReport, Timestamp};

checks! { $ __abuse_report_repository_checks, abuse_report_repository:
    an_inserted_report_is_found,
    every_category_is_stored,
    a_report_about_an_unknown_link_is_refused,
    reports_are_listed_newest_first_page_by_page,
    open_and_closed_reports_are_listed,
    the_open_reports_of_one_link_are_closed_together,
    a_closed_report_keeps_its_outcome,
    closed_reports_are_removed_exactly_until_the_given_time,
    reports_go_with_their_link,
    the_id_of_a_removed_report_is_not_reused,
}

/// A report about this link.
pub(super) fn new_report_about(link: LinkId) -> InsertAbuseReport {
    InsertAbuseReport {
        link,
        category: AbuseCategory::Phishing,
        text: None,
        reporter: None,
        created_at: moment(0),
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    async fn insert_abuse_report(&self, report: &InsertAbuseReport) -> AbuseReport {
        write(self, async |unit| unit.abuse_reports().insert(report).await).await
    }

    /// An anonymous link with this slug, and as many reports about it, in their order.
    async fn reported(&self, slug: &str, reports: usize) -> (LinkId, Vec<AbuseReport>) {
        let link = self.insert_link(&anonymous(slug)).await.id;
        let mut inserted = Vec::new();
        for _ in 0..reports {
            inserted.push(self.insert_abuse_report(&new_report_about(link)).await);
        }
        (link, inserted)
    }

    async fn find_abuse_report(&self, id: AbuseReportId) -> Option<AbuseReport> {
        self.store.abuse_reports().find_by_id(id).await.unwrap()
    }

    async fn list_abuse_reports(
        &self,
        is_open: Option<bool>,
        after: Option<AbuseReportId>,
        limit: u32,
    ) -> Vec<AbuseReport> {
        let query = AbuseReportQuery {
            is_open,
            after,
            limit,
        };
        self.store.abuse_reports().list(&query).await.unwrap()
    }

    async fn has_open(&self, link: LinkId) -> bool {
        self.store.abuse_reports().has_open(link).await.unwrap()
    }

    async fn close_reports(&self, link: LinkId, outcome: AbuseOutcome, at: Timestamp) -> u64 {
        write(self, async |unit| {
            unit.abuse_reports().close(link, outcome, at).await
        })
        .await
    }

    async fn delete_closed_reports(&self, until: Timestamp, limit: u64) -> u64 {
        write(self, async |unit| {
            unit.abuse_reports().delete_closed(until, limit).await
        })
        .await
    }
}

fn closed(report: &AbuseReport, outcome: AbuseOutcome, at: Timestamp) -> AbuseReport {
    AbuseReport {
        closed_at: Some(at),
        outcome: Some(outcome),
        ..report.clone()
    }
}

pub async fn an_inserted_report_is_found(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await.id;
    let wanted = new_report_about(link).with(|report| {
        report.text = Some(AbuseText::parse("Обман:\nпросит пароль").unwrap());
        report.reporter = Some(email("Ann@EXAMPLE.com"));
        report.created_at = just_after(moment(4));
    });
    let inserted = fixture.insert_abuse_report(&wanted).await;
    assert_eq!(inserted, wanted.into_report(inserted.id));
    assert_eq!(fixture.find_abuse_report(inserted.id).await, Some(inserted));
    assert_eq!(
        fixture.find_abuse_report(AbuseReportId(999_999)).await,
        None
    );
}

pub async fn every_category_is_stored(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await.id;
    for category in AbuseCategory::ALL {
        let wanted = new_report_about(link).with(|report| report.category = category);
        let id = fixture.insert_abuse_report(&wanted).await.id;
        let found = fixture.find_abuse_report(id).await.unwrap();
        assert_eq!(found.category, category);
    }
}

pub async fn a_report_about_an_unknown_link_is_refused(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let unknown = new_report_about(LinkId(999_999));
    assert_missing(&unit.abuse_reports().insert(&unknown).await);
}

pub async fn reports_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let (_, mut reports) = fixture.reported("promo", 3).await;
    reports.reverse();
    assert_pages(
        &reports,
        |report| report.id,
        async |after, limit| fixture.list_abuse_reports(None, after, limit).await,
    )
    .await;
}

pub async fn open_and_closed_reports_are_listed(fixture: &StoreFixture) {
    let (_, open) = fixture.reported("open", 1).await;
    let (link, reports) = fixture.reported("closed", 2).await;
    let (_, more) = fixture.reported("more", 1).await;
    let (upheld, at) = (AbuseOutcome::Upheld, moment(5));
    fixture.close_reports(link, upheld, at).await;
    let closed = reports
        .iter()
        .rev()
        .map(|report| closed(report, upheld, at));
    let closed: Vec<_> = closed.collect();
    let open: Vec<_> = more.into_iter().chain(open).collect();
    for (is_open, expected) in [(true, open), (false, closed)] {
        assert_pages(
            &expected,
            |report| report.id,
            async |after, limit| {
                fixture
                    .list_abuse_reports(Some(is_open), after, limit)
                    .await
            },
        )
        .await;
    }
}

pub async fn the_open_reports_of_one_link_are_closed_together(fixture: &StoreFixture) {
    let (link, reports) = fixture.reported("promo", 2).await;
    let (other, _) = fixture.reported("other", 1).await;
    let (dismissed, at) = (AbuseOutcome::Dismissed, just_after(moment(5)));
    assert!(fixture.has_open(link).await && fixture.has_open(other).await);
    assert_eq!(fixture.close_reports(link, dismissed, at).await, 2);
    for report in reports {
        let expected = closed(&report, dismissed, at);
        assert_eq!(fixture.find_abuse_report(report.id).await, Some(expected));
    }
    assert!(!fixture.has_open(link).await && fixture.has_open(other).await);
}

pub async fn a_closed_report_keeps_its_outcome(fixture: &StoreFixture) {
    let (link, reports) = fixture.reported("promo", 1).await;
    let (upheld, at) = (AbuseOutcome::Upheld, moment(5));
    fixture.close_reports(link, upheld, at).await;
    let again = fixture.insert_abuse_report(&new_report_about(link)).await;
    let dismissed = AbuseOutcome::Dismissed;
    assert_eq!(fixture.close_reports(link, dismissed, moment(6)).await, 1);
    assert_eq!(fixture.close_reports(link, upheld, moment(7)).await, 0);
    let expected = [
        closed(&again, dismissed, moment(6)),
        closed(&reports[0], upheld, at),
    ];
    assert_eq!(fixture.list_abuse_reports(None, None, 9).await, expected);
}

pub async fn closed_reports_are_removed_exactly_until_the_given_time(fixture: &StoreFixture) {
    let upheld = AbuseOutcome::Upheld;
    let mut kept = Vec::new();
    for (slug, at) in [
        ("one", moment(1)),
        ("two", moment(1)),
        ("three", just_after(moment(1))),
    ] {
        let (link, reports) = fixture.reported(slug, 1).await;
        fixture.close_reports(link, upheld, at).await;
        kept.insert(0, closed(&reports[0], upheld, at));
    }
    let (_, open) = fixture.reported("open", 1).await;
    for (limit, removed) in [(0, 0), (1, 1), (9, 1), (9, 0)] {
        assert_eq!(
            fixture.delete_closed_reports(moment(1), limit).await,
            removed
        );
    }
    let expected = [open[0].clone(), kept[0].clone()];
    assert_eq!(fixture.list_abuse_reports(None, None, 9).await, expected);
}

pub async fn reports_go_with_their_link(fixture: &StoreFixture) {
    let (_, kept) = fixture.reported("other", 1).await;
    let gone = fixture
        .insert_tombstone(&anonymous("promo"), moment(3))
        .await;
    fixture
        .insert_abuse_report(&new_report_about(gone.id))
        .await;
    write(fixture, async |unit| {
        unit.tombstones().delete(moment(9), 9).await
    })
    .await;
    assert_eq!(fixture.list_abuse_reports(None, None, 9).await, kept);
}

pub async fn the_id_of_a_removed_report_is_not_reused(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await.id;
    assert_ids_differ(async || {
        let id = fixture
            .insert_abuse_report(&new_report_about(link))
            .await
            .id;
        fixture
            .close_reports(link, AbuseOutcome::Upheld, moment(1))
            .await;
        fixture.delete_closed_reports(moment(9), 9).await;
        id
    })
    .await;
}
