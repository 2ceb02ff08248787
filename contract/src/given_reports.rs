//! The building blocks of the checks of reports and schedules.

use super::StoreFixture;
use super::given::{With, just_after, moment, write};
use korotko_core::Zone;
use korotko_core::id::{CollectionId, LinkId, ReportId, ScheduleId, UserId};
use korotko_core::ports::{InsertReport, InsertSchedule, ReportQuery, ScheduleQuery, Timestamp};
use korotko_core::report::{
    Frequency, Report, ReportOrder, ReportScope, ReportState, Schedule, SchedulePlan,
};
use korotko_core::user::Language;

/// Scopes of collections and links that need not exist, with similar ids.
pub(super) const SCOPES: [ReportScope; 5] = [
    ReportScope::All,
    ReportScope::Collection(CollectionId(7)),
    ReportScope::Collection(CollectionId(77)),
    ReportScope::Link(LinkId(7)),
    ReportScope::Link(LinkId(i64::MAX)),
];

/// Various zones: with an offset of less than an hour, with a fixed offset, with the longest name.
pub(super) fn zones() -> [Zone; 5] {
    [
        "UTC",
        "Europe/Moscow",
        "Asia/Kathmandu",
        "Etc/GMT+12",
        "America/Argentina/ComodRivadavia",
    ]
    .map(|name| Zone::parse(name).unwrap())
}

/// An order on all links.
pub(super) fn order() -> ReportOrder {
    ReportOrder {
        scope: ReportScope::All,
        from: moment(0),
        until: moment(900),
        zone: Zone::UTC,
        language: Language::En,
        include_bots: false,
    }
}

/// The `number`th of distinct orders.
pub(super) fn order_number(number: i64) -> ReportOrder {
    order().with(|order| order.until = moment(900 * (number + 1)))
}

/// Distinct orders, most of which differ in one field from [`order`].
pub(super) fn different_orders() -> Vec<ReportOrder> {
    let mut orders = vec![
        order(),
        order().with(|order| order.from = just_after(moment(0))),
        order().with(|order| order.until = just_after(moment(900))),
        order().with(|order| order.language = Language::Ru),
        order().with(|order| order.include_bots = true),
    ];
    let scopes = SCOPES[1..].iter();
    orders.extend(scopes.map(|scope| order().with(|order| order.scope = *scope)));
    let zones = zones().into_iter().skip(1);
    orders.extend(zones.map(|zone| ReportOrder { zone, ..order() }));
    orders
}

/// A report that `owner` orders.
pub(super) fn new_report(owner: UserId, order: ReportOrder) -> InsertReport {
    InsertReport {
        owner,
        order,
        schedule: None,
        created_at: moment(1_000),
    }
}

/// The report in this state since `at`.
pub(super) fn in_state(report: &Report, state: ReportState, at: Timestamp) -> Report {
    Report {
        state,
        started_at: Some(at),
        finished_at: Some(at).filter(|_| !state.is_pending()),
        ..report.clone()
    }
}

pub(super) fn plan() -> SchedulePlan {
    SchedulePlan {
        scope: ReportScope::All,
        frequency: Frequency::Weekly,
        hour: 9,
        zone: Zone::UTC,
        language: Language::En,
        include_bots: false,
    }
}

/// A schedule that is due at `next_at`.
pub(super) fn new_schedule(owner: UserId, next_at: Timestamp) -> InsertSchedule {
    InsertSchedule {
        owner,
        plan: plan(),
        next_at,
        created_at: moment(0),
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_report(&self, report: &InsertReport) -> Report {
        write(self, async |unit| unit.reports().insert(report).await).await
    }

    pub(super) async fn update_report(&self, report: &Report) {
        write(self, async |unit| unit.reports().update(report).await).await;
    }

    /// A report in this state since `at`.
    pub(super) async fn insert_report_in(
        &self,
        report: &InsertReport,
        state: ReportState,
        at: Timestamp,
    ) -> Report {
        let inserted = self.insert_report(report).await;
        let changed = in_state(&inserted, state, at);
        self.update_report(&changed).await;
        changed
    }

    pub(super) async fn find_report(&self, id: ReportId) -> Option<Report> {
        self.store.reports().find_by_id(id).await.unwrap()
    }

    pub(super) async fn find_pending(&self, owner: UserId, order: &ReportOrder) -> Option<Report> {
        let found = self.store.reports().find_pending(owner, order).await;
        found.unwrap()
    }

    /// An owner's newest reports, up to `limit`, after the cursor.
    pub(super) async fn list_reports(
        &self,
        owner: UserId,
        after: Option<ReportId>,
        limit: u32,
    ) -> Vec<Report> {
        let query = ReportQuery {
            owner,
            after,
            limit,
        };
        self.store.reports().list(&query).await.unwrap()
    }

    pub(super) async fn delete_finished(&self, until: Timestamp) -> u64 {
        write(self, async |unit| {
            unit.reports().delete_finished(until, 1_000).await
        })
        .await
    }

    pub(super) async fn insert_schedule(&self, schedule: &InsertSchedule) -> Schedule {
        write(self, async |unit| unit.schedules().insert(schedule).await).await
    }

    pub(super) async fn delete_schedule(&self, id: ScheduleId) -> bool {
        write(self, async |unit| unit.schedules().delete(id).await).await
    }

    pub(super) async fn find_schedule(&self, id: ScheduleId) -> Option<Schedule> {
        self.store.schedules().find_by_id(id).await.unwrap()
    }

    /// An owner's newest schedules, up to `limit`, after the cursor.
    pub(super) async fn list_schedules(
        &self,
        owner: UserId,
        after: Option<ScheduleId>,
        limit: u32,
    ) -> Vec<Schedule> {
        let query = ScheduleQuery {
            owner,
            after,
            limit,
        };
        self.store.schedules().list(&query).await.unwrap()
    }
}
