use std::future::Future;

use futures_util::stream::{Stream, StreamExt, TryStreamExt, iter, try_unfold};
use korotko_core::id::UserId;
use korotko_core::ports::{ClickSubject, StoreError, Timestamp};
use korotko_core::statistics::Statistics;
use korotko_core::user::{Email, User};
use korotko_core::{Korotko, Page};
use poem_openapi::types::ToJSON;

use super::account_dto::{AccountLinkRecord, DailyClicksRecord};
use super::pieces::{Pieces, fixed, gathered, members};
use crate::api::collections::dto::CollectionView;
use crate::api::keys::KeyView;
use crate::api::reports::dto::ReportView;
use crate::api::reports::schedule_dto::ScheduleView;
use crate::api::sessions::SessionView;
use crate::api::shares::ShareRecord;
use crate::api::users::AccountView;

/// The number of items read at a time.
const PAGE: u32 = 100;

/// All data of a user, as one JSON object. The stream fails unless it is complete.
pub(super) fn account_file(
    korotko: &Korotko,
    user: &User,
    pending_email: Option<&Email>,
    at: Timestamp,
) -> Pieces {
    let owner = user.id;
    let links = korotko.links.clone();
    let records = korotko.links.export(owner, true);
    let records = records.map_ok(move |link| AccountLinkRecord::new(&link, &links));
    let collections = paged(korotko, move |korotko, after| async move {
        korotko.collections.list(owner, None, after, PAGE).await
    });
    let collections = collections.map_ok(|collection| CollectionView::from(&collection));
    let schedules = paged(korotko, move |korotko, after| async move {
        korotko.reports.list_schedules(owner, after, PAGE).await
    });
    let schedules = schedules.map_ok(|schedule| ScheduleView::from(&schedule));
    let reports = paged(korotko, move |korotko, after| async move {
        korotko.reports.list(owner, after, PAGE).await
    });
    let reports = reports.map_ok(|report| ReportView::from(&report));
    let head = format!(
        "{{\"exported_at\":{},\n\"user\":{},\n\"sessions\":[",
        at.to_json_string(),
        AccountView::new(user, pending_email).to_json_string()
    );
    let file = fixed(head)
        .chain(members(sessions(korotko, user)))
        .chain(fixed("\n],\n\"keys\":["))
        .chain(members(keys(korotko, owner)))
        .chain(fixed("\n],\n\"collections\":["))
        .chain(members(collections))
        .chain(fixed("\n],\n\"shares\":["))
        .chain(members(shares(korotko, owner)))
        .chain(fixed("\n],\n\"schedules\":["))
        .chain(members(schedules))
        .chain(fixed("\n],\n\"reports\":["))
        .chain(members(reports))
        .chain(fixed("\n],\n\"links\":["))
        .chain(members(records))
        .chain(fixed("\n],\n\"clicks\":["))
        .chain(members(clicks(korotko, owner)))
        .chain(fixed("\n]}\n"));
    Box::pin(gathered(file))
}

/// The valid sessions of browsers.
fn sessions(korotko: &Korotko, user: &User) -> impl Records<SessionView> + use<> {
    let user = user.clone();
    let sessions = paged(korotko, move |korotko, after| {
        let user = user.clone();
        async move { korotko.sessions.list(&user, after, PAGE).await }
    });
    sessions.map_ok(|session| SessionView::from(&session))
}

/// The API keys.
fn keys(korotko: &Korotko, owner: UserId) -> impl Records<KeyView> + use<> {
    let keys = paged(korotko, move |korotko, after| async move {
        korotko.keys.list(owner, after, PAGE).await
    });
    keys.map_ok(|key| KeyView::from(&key))
}

/// The shares, without their tokens.
fn shares(korotko: &Korotko, owner: UserId) -> impl Records<ShareRecord> + use<> {
    let shares = paged(korotko, move |korotko, after| async move {
        korotko.shares.list(owner, after, PAGE).await
    });
    shares.map_ok(|share| ShareRecord::from(&share))
}

/// The clicks of all links together, then of each link with clicks.
fn clicks(korotko: &Korotko, owner: UserId) -> impl Records<DailyClicksRecord> + use<> {
    let statistics = korotko.statistics.clone();
    let total = days(&statistics, ClickSubject::Owner(owner));
    let followed = korotko.links.export(owner, true).try_filter(|exported| {
        let followed = !exported.link.clicks.counts.is_empty();
        async move { followed }
    });
    let by_link = followed
        .map_ok(move |exported| days(&statistics, ClickSubject::Link(exported.link.id)))
        .try_flatten();
    total.chain(by_link)
}

fn days(statistics: &Statistics, subject: ClickSubject) -> impl Records<DailyClicksRecord> + use<> {
    let link = match subject {
        ClickSubject::Link(link) => Some(link),
        _ => None,
    };
    let days = statistics.daily(subject);
    days.map_ok(move |day| DailyClicksRecord::new(link, day))
}

/// Records that are read while they are sent.
trait Records<T>: Stream<Item = Result<T, StoreError>> + Send + 'static {}

impl<T, S: Stream<Item = Result<T, StoreError>> + Send + 'static> Records<T> for S {}

/// All items of a list, page by page: `list` returns the page after a cursor.
fn paged<T, K, L, F>(korotko: &Korotko, list: L) -> impl Records<T> + use<T, K, L, F>
where
    T: Send + 'static,
    K: Send + 'static,
    L: Fn(Korotko, Option<K>) -> F + Send + 'static,
    F: Future<Output = Result<Page<T, K>, StoreError>> + Send + 'static,
{
    // The cursor is `None` after the last page.
    let start = (Some(None), korotko.clone(), list);
    let pages = try_unfold(start, |(cursor, korotko, list)| async move {
        let Some(after) = cursor else {
            return Ok(None);
        };
        let page = list(korotko.clone(), after).await?;
        let items = iter(page.items.into_iter().map(Ok));
        Ok(Some((items, (page.next.map(Some), korotko, list))))
    });
    pages.try_flatten()
}
