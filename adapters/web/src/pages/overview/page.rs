use askama::Template;
use chrono::Days;
use korotko_core::click::Dimension;
use korotko_core::id::UserId;
use korotko_core::link::LinkFilter;
use korotko_core::ports::LinkSort;
use korotko_core::statistics::{
    ClickedLink, Granularity, GroupBy, PeriodText, Statistic, StatisticsQuery, StatisticsScope,
};
use korotko_core::user::User;

use super::week::{DAYS, Row, Week};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::links::row::title;
use crate::pages::statistics::{List, programs};
use crate::reply::Reply;
use crate::visit::Visit;

/// The number of links and of referrers.
const TOP: usize = 8;
/// More schedules than an account may have.
const SCHEDULES: u32 = 100;

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage<'a> {
    frame: Frame<'a>,
    /// What the chart shows, as a sentence.
    sentence: String,
    chart: String,
    people: String,
    visitors: String,
    programs: String,
    rows: Vec<Row>,
    top: Vec<Top>,
    /// The clicks of the first of them.
    most: u64,
    referrers: List,
    next_report: Option<NextReport>,
}

#[derive(Template)]
#[template(path = "first_link.html")]
struct FirstLinkPage<'a> {
    frame: Frame<'a>,
}

/// One of the most clicked links.
#[derive(Debug)]
struct Top {
    id: i64,
    slug: String,
    title: String,
    clicks: u64,
    shown: String,
}

/// When the next report is mailed: a sentence around a time.
#[derive(Debug)]
struct NextReport {
    before: String,
    at: Moment,
    after: String,
}

/// The numbers of the last week, or the field of the first link of an account that has none.
pub(crate) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    if !has_links(visit, user.id).await? {
        let frame = Frame::new(visit, visit.text("menu-overview"));
        return Ok(Reply::page(&FirstLinkPage { frame }));
    }
    page(visit, user).await
}

async fn page(visit: &Visit<'_>, user: &User) -> Result<Reply, Failure> {
    let week = week(visit, user).await?;
    let referrers = count(visit, user, DAYS, GroupBy::Value(Dimension::Referrer)).await?;
    let top = top(visit, user).await?;
    let (texts, total) = (visit.texts(), week.total());
    Ok(Reply::page(&OverviewPage {
        frame: Frame::new(visit, visit.text("menu-overview")),
        sentence: week.sentence(texts),
        chart: week.chart(texts),
        people: texts.number(total.humans),
        visitors: texts.number(total.visitors),
        programs: texts.number(programs(&total)),
        rows: week.rows(),
        most: top.first().map_or(0, |link| link.clicks),
        top,
        referrers: List::new(texts, Dimension::Referrer, &referrers),
        next_report: next_report(visit, user.id).await?,
    }))
}

/// Whether the account has any link to show numbers of.
async fn has_links(visit: &Visit<'_>, owner: UserId) -> Result<bool, Failure> {
    let links = &visit.site.korotko.links;
    let (filter, sort) = (LinkFilter::default(), LinkSort::default());
    let page = links.list(owner, &filter, sort, None, 1).await?;
    Ok(!page.items.is_empty())
}

async fn week(visit: &Visit<'_>, user: &User) -> Result<Week, Failure> {
    let by_day = GroupBy::Time(Granularity::Day);
    let counted = count(visit, user, 2 * DAYS, by_day).await?;
    let today = visit.zone().date(visit.now());
    Ok(Week::new(today, &counted.groups))
}

/// The clicks of all links in the last `days` days, today included.
async fn count(
    visit: &Visit<'_>,
    user: &User,
    days: u64,
    group_by: GroupBy,
) -> Result<Statistic, Failure> {
    let from = first_of(visit, days);
    let query = StatisticsQuery {
        scope: StatisticsScope::All,
        period: since(&from),
        group_by,
        limit: TOP,
    };
    let statistics = &visit.site.korotko.statistics;
    Ok(statistics.count(user, &query).await?)
}

async fn top(visit: &Visit<'_>, user: &User) -> Result<Vec<Top>, Failure> {
    let from = first_of(visit, DAYS);
    let statistics = &visit.site.korotko.statistics;
    let links = statistics.top_links(user, since(&from), TOP).await?;
    let shown = |clicks: u64| visit.texts().number(clicks);
    let top = |clicked: &ClickedLink| Top {
        id: clicked.link.id.0,
        slug: clicked.link.slug.to_string(),
        title: title(&clicked.link),
        clicks: clicked.counts.humans,
        shown: shown(clicked.counts.humans),
    };
    Ok(links.iter().map(top).collect())
}

/// The first of the last `days` days.
fn first_of(visit: &Visit<'_>, days: u64) -> String {
    let today = visit.zone().date(visit.now());
    (today - Days::new(days - 1)).to_string()
}

/// From a day to the end of today, in the zone of the account.
fn since(from: &str) -> PeriodText<'_> {
    PeriodText {
        from: Some(from),
        to: None,
        zone: None,
    }
}

/// When a schedule is due next.
async fn next_report(visit: &Visit<'_>, owner: UserId) -> Result<Option<NextReport>, Failure> {
    let reports = &visit.site.korotko.reports;
    let schedules = reports.list_schedules(owner, None, SCHEDULES).await?;
    let next = schedules
        .items
        .iter()
        .map(|schedule| schedule.next_at)
        .min();
    let (before, after) = visit.texts().around("overview-next-report", "when", &[]);
    Ok(next.map(|next| NextReport {
        before,
        at: Moment::new(next, visit.zone()),
        after,
    }))
}
