//! `/app/trash`: deleted links, until they are removed.

use askama::Template;
use chrono::TimeDelta;
use korotko_core::display_url;
use korotko_core::id::LinkId;
use korotko_core::link::{Link, LinkFilter, LinkState, RestoreLinkError, TRASH_LIFETIME};
use korotko_core::ports::{LinkSort, Timestamp};

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::pages::links::cursor::after;
use crate::pages::links::row::title;
use crate::reply::Reply;
use crate::visit::Visit;

/// The number of links on a page.
const LIMIT: u32 = 25;

#[derive(Template)]
#[template(path = "trash.html")]
struct TrashPage<'a> {
    frame: Frame<'a>,
    rows: Vec<Row>,
    /// The cursor of the next page.
    next: Option<String>,
    errors: FormErrors,
}

/// A deleted link.
#[derive(Debug)]
struct Row {
    id: i64,
    slug: String,
    title: String,
    target: String,
    deleted: Moment,
    /// How long it can be restored.
    left: String,
}

/// The deleted links that can be restored.
pub(crate) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    page(visit, FormErrors::default()).await
}

/// Restores a link.
pub(crate) async fn restore(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let form = visit.request.form();
    let id = form.text("link").parse().map_err(|_| Failure::NoPage)?;
    match visit.site.korotko.links.restore(user.id, LinkId(id)).await {
        Ok(_) => Ok(Reply::see_other("/app/trash?done=restored")),
        Err(error @ (RestoreLinkError::SlugTaken | RestoreLinkError::TooMany)) => {
            page(visit, FormErrors::read(visit, error)?).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit<'_>, errors: FormErrors) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let sort = LinkSort::default();
    let after = after(&visit.request.query(), sort.key);
    let filter = LinkFilter {
        state: Some(LinkState::Deleted),
        ..LinkFilter::default()
    };
    let links = &visit.site.korotko.links;
    let page = links.list(user.id, &filter, sort, after, LIMIT).await?;
    let rows = page
        .items
        .iter()
        .filter_map(|link| Row::new(visit, link, page.at));
    Ok(Reply::page(&TrashPage {
        rows: rows.collect(),
        next: page.next.as_ref().map(ToString::to_string),
        frame: Frame::new(visit, visit.text("links-trash")),
        errors,
    }))
}

impl Row {
    /// `None` if the link is not deleted.
    fn new(visit: &Visit<'_>, link: &Link, now: Timestamp) -> Option<Self> {
        let deleted_at = link.deleted_at?;
        let days = days_left(deleted_at, now);
        Some(Self {
            id: link.id.0,
            slug: link.slug.to_string(),
            title: title(link),
            target: display_url(link.target.as_str()).into_owned(),
            deleted: Moment::new(deleted_at, visit.zone()),
            left: visit.texts().with("trash-days", &[("days", days.into())]),
        })
    }
}

/// The begun days until a link that was deleted then is removed.
fn days_left(deleted_at: Timestamp, now: Timestamp) -> i64 {
    let left = deleted_at + TRASH_LIFETIME - now;
    let begun = left + TimeDelta::days(1) - TimeDelta::microseconds(1);
    begun.num_days().max(0)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use korotko_core::mock::sample;

    use super::days_left;

    #[test]
    fn a_begun_day_is_left() {
        let second = TimeDelta::seconds(1);
        for (ago, left) in [
            (TimeDelta::zero(), 30),
            (second, 30),
            (TimeDelta::days(1), 29),
            (TimeDelta::days(30) - second, 1),
            (TimeDelta::days(30), 0),
            (TimeDelta::days(31), 0),
        ] {
            assert_eq!(days_left(sample::now() - ago, sample::now()), left, "{ago}");
        }
    }
}
