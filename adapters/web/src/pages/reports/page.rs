use askama::Template;
use korotko_core::id::ReportId;
use korotko_core::report::Frequency;
use korotko_core::user::User;

use super::forms::{OrderForm, ScheduleForm};
use super::rows::{ReportRow, ScheduleRow};
use super::scope_names::{Group, ScopeNames};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

/// The path of the page.
pub(super) const PATH: &str = "/app/reports";

/// The number of reports on a page.
const LIMIT: u32 = 25;
/// More schedules than an account may have.
const SCHEDULES: u32 = 100;

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage<'a> {
    frame: Frame<'a>,
    groups: Vec<Group>,
    order: OrderForm,
    order_errors: FormErrors,
    schedule: ScheduleForm,
    schedule_errors: FormErrors,
    frequencies: Vec<(&'static str, &'static str)>,
    /// The hours of the day, with their names.
    hours: Vec<(String, String)>,
    /// The zone of days and hours, as a sentence.
    zone: String,
    reports: Vec<ReportRow>,
    /// The cursor of the next page of reports.
    next: Option<i64>,
    schedules: Vec<ScheduleRow>,
}

/// What the forms of the page show.
#[derive(Debug)]
pub(super) struct Forms {
    pub(super) order: OrderForm,
    pub(super) order_errors: FormErrors,
    pub(super) schedule: ScheduleForm,
    pub(super) schedule_errors: FormErrors,
}

impl Forms {
    /// Forms that nobody has filled in, but for what the query says.
    pub(super) fn new(visit: &Visit<'_>) -> Self {
        let query = visit.request.query();
        let today = visit.zone().date(visit.now());
        Self {
            order: OrderForm::new(&query, visit.language, today),
            order_errors: FormErrors::default(),
            schedule: ScheduleForm::new(&query, visit.language),
            schedule_errors: FormErrors::default(),
        }
    }
}

/// The reports, the schedules, and the forms of new ones.
pub(crate) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    page(visit, Forms::new(visit)).await
}

/// The page with these forms.
pub(super) async fn page(visit: &Visit<'_>, forms: Forms) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let mut names = ScopeNames::new(visit, user.id);
    let wanted = [forms.order.wanted(), forms.schedule.wanted()];
    let groups = names.choices(&wanted).await?;
    let (reports, next) = reports(visit, user, &mut names).await?;
    let zone = visit.zone().name();
    Ok(Reply::page(&ReportsPage {
        frame: Frame::new(visit, visit.text("menu-reports")),
        groups,
        order: forms.order,
        order_errors: forms.order_errors,
        schedule: forms.schedule,
        schedule_errors: forms.schedule_errors,
        frequencies: Frequency::ALL.into_iter().map(choice).collect(),
        hours: hours().collect(),
        zone: visit.texts().with("link-zone", &[("zone", zone.into())]),
        reports,
        next,
        schedules: schedules(visit, user, &mut names).await?,
    }))
}

/// A page of the reports, newest first, and the cursor of the next.
async fn reports(
    visit: &Visit<'_>,
    user: &User,
    names: &mut ScopeNames<'_>,
) -> Result<(Vec<ReportRow>, Option<i64>), Failure> {
    let after = visit.request.query().text("after").parse().ok();
    let reports = &visit.site.korotko.reports;
    let page = reports.list(user.id, after.map(ReportId), LIMIT).await?;
    let mut rows = Vec::new();
    for report in &page.items {
        let subject = names.name(report.order.scope).await?;
        rows.push(ReportRow::new(visit, report, subject));
    }
    Ok((rows, page.next.map(|last| last.0)))
}

async fn schedules(
    visit: &Visit<'_>,
    user: &User,
    names: &mut ScopeNames<'_>,
) -> Result<Vec<ScheduleRow>, Failure> {
    let reports = &visit.site.korotko.reports;
    let page = reports.list_schedules(user.id, None, SCHEDULES).await?;
    let mut rows = Vec::new();
    for schedule in &page.items {
        let subject = names.name(schedule.plan.scope).await?;
        rows.push(ScheduleRow::new(visit, schedule, subject));
    }
    Ok(rows)
}

/// The name of a frequency, and the key of its text.
fn choice(frequency: Frequency) -> (&'static str, &'static str) {
    let key = match frequency {
        Frequency::Daily => "reports-every-day",
        Frequency::Weekly => "reports-every-week",
        Frequency::Monthly => "reports-every-month",
    };
    (frequency.name(), key)
}

fn hours() -> impl Iterator<Item = (String, String)> {
    (0..24).map(|hour: u8| (hour.to_string(), format!("{hour:02}:00")))
}
