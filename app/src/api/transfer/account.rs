use std::future::Future;

use futures_util::stream::{Stream, StreamExt, TryStreamExt, iter, try_unfold};
use korotko_core::Korotko;
use korotko_core::id::UserId;
use korotko_core::ports::{ClickSubject, StoreError, Timestamp};
use korotko_core::statistics::Statistics;
use korotko_core::user::User;
use poem_openapi::types::ToJSON;

use super::account_dto::{DayRecord, OwnLinkRecord};
use super::pieces::{Pieces, fixed, gathered, members};
use crate::api::collections::dto::CollectionView;
use crate::api::reports::dto::ReportView;
use crate::api::reports::schedule_dto::ScheduleView;
use crate::api::users::Profile;

/// How many items are read at a time.
const PAGE: u32 = 100;

/// Everything that is kept of a user, as one JSON object. It ends well only when all of it is in it.
pub(super) fn account_file(korotko: &Korotko, user: &User, at: Timestamp) -> Pieces {
    let owner = user.id;
    let links = korotko.links.clone();
    let records = korotko.links.export(owner, true);
    let records = records.map_ok(move |link| OwnLinkRecord::new(&link, &links));
    let head = format!(
        "{{\"exported_at\":{},\n\"user\":{},\n\"collections\":[",
        at.to_json_string(),
        Profile::from(user).to_json_string()
    );
    let file = fixed(head)
        .chain(members(collections(korotko, owner)))
        .chain(fixed("\n],\n\"schedules\":["))
        .chain(members(schedules(korotko, owner)))
        .chain(fixed("\n],\n\"reports\":["))
        .chain(members(reports(korotko, owner)))
        .chain(fixed("\n],\n\"links\":["))
        .chain(members(records))
        .chain(fixed("\n],\n\"clicks\":["))
        .chain(members(clicks(korotko, owner)))
        .chain(fixed("\n]}\n"));
    Box::pin(gathered(file))
}

fn collections(korotko: &Korotko, owner: UserId) -> impl Records<CollectionView> + use<> {
    let collections = korotko.collections.clone();
    paged(move |after| {
        let collections = collections.clone();
        async move {
            let page = collections.list(owner, None, after, PAGE).await?;
            Ok((page.items.iter().map(Into::into).collect(), page.next))
        }
    })
}

fn schedules(korotko: &Korotko, owner: UserId) -> impl Records<ScheduleView> + use<> {
    let reports = korotko.reports.clone();
    paged(move |after| {
        let reports = reports.clone();
        async move {
            let page = reports.list_schedules(owner, after, PAGE).await?;
            Ok((page.items.iter().map(Into::into).collect(), page.next))
        }
    })
}

fn reports(korotko: &Korotko, owner: UserId) -> impl Records<ReportView> + use<> {
    let reports = korotko.reports.clone();
    paged(move |after| {
        let reports = reports.clone();
        async move {
            let page = reports.list(owner, after, PAGE).await?;
            Ok((page.items.iter().map(Into::into).collect(), page.next))
        }
    })
}

/// The clicks of all links, and then of each link that was ever followed.
fn clicks(korotko: &Korotko, owner: UserId) -> impl Records<DayRecord> + use<> {
    let statistics = korotko.statistics.clone();
    let of_all = days(&statistics, ClickSubject::Owner(owner));
    let followed = korotko.links.export(owner, true).try_filter(|exported| {
        let followed = !exported.link.clicks.counts.is_empty();
        async move { followed }
    });
    let of_each = followed
        .map_ok(move |exported| days(&statistics, ClickSubject::Link(exported.link.id)))
        .try_flatten();
    of_all.chain(of_each)
}

fn days(statistics: &Statistics, subject: ClickSubject) -> impl Records<DayRecord> + use<> {
    let link = match subject {
        ClickSubject::Link(link) => Some(link),
        _ => None,
    };
    let days = statistics.daily(subject);
    days.map_ok(move |day| DayRecord::new(link, day))
}

/// What is read as it is sent.
trait Records<T>: Stream<Item = Result<T, StoreError>> + Send + 'static {}

impl<T, S: Stream<Item = Result<T, StoreError>> + Send + 'static> Records<T> for S {}

/// All items of a list, a page at a time: `list` gives those behind a place, and the place behind which the next ones stand.
fn paged<T, K, L, F>(list: L) -> impl Records<T>
where
    T: Send + 'static,
    K: Send + 'static,
    L: Fn(Option<K>) -> F + Send + 'static,
    F: Future<Output = Result<(Vec<T>, Option<K>), StoreError>> + Send,
{
    // `None` behind the last page.
    let pages = try_unfold((Some(None), list), |(place, list)| async move {
        let Some(after) = place else {
            return Ok(None);
        };
        let (items, next) = list(after).await?;
        Ok(Some((
            iter(items.into_iter().map(Ok)),
            (next.map(Some), list),
        )))
    });
    pages.try_flatten()
}
