//! Lists of links: all links of a user, or those in one collection.

use korotko_core::id::UserId;
use korotko_core::link::{LinkFilter, Links};
use korotko_core::ports::{LinkSort, LinkSortKey};
use poem_openapi::{ApiResponse, Enum, payload::Json};

use super::dto::LinkView;
use crate::api::cursor;
use crate::api::page::Page;
use crate::http::problem::Problem;

#[derive(ApiResponse)]
pub(in crate::api) enum Listed {
    /// A page of links.
    #[oai(status = 200)]
    Page(Json<Page<LinkView>>),
}

/// The order of links: by creation time, slug or clicks; `-` means descending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename = "LinkSort")]
pub(in crate::api) enum LinkOrder {
    /// Oldest first.
    #[oai(rename = "created")]
    Oldest,
    /// Newest first.
    #[default]
    #[oai(rename = "-created")]
    Newest,
    /// By slug, ascending.
    #[oai(rename = "slug")]
    Slug,
    /// By slug, descending.
    #[oai(rename = "-slug")]
    SlugDescending,
    /// Least clicked first.
    #[oai(rename = "clicks")]
    LeastClicked,
    /// Most clicked first.
    #[oai(rename = "-clicks")]
    MostClicked,
}

impl From<LinkOrder> for LinkSort {
    fn from(order: LinkOrder) -> Self {
        let (key, descending) = match order {
            LinkOrder::Oldest => (LinkSortKey::Created, false),
            LinkOrder::Newest => (LinkSortKey::Created, true),
            LinkOrder::Slug => (LinkSortKey::Slug, false),
            LinkOrder::SlugDescending => (LinkSortKey::Slug, true),
            LinkOrder::LeastClicked => (LinkSortKey::Clicks, false),
            LinkOrder::MostClicked => (LinkSortKey::Clicks, true),
        };
        Self { key, descending }
    }
}

/// The default number of items on a page.
pub(in crate::api) fn default_limit() -> u32 {
    25
}

/// The search text; an empty one, as of an empty form field, is no search.
pub(in crate::api) fn search(q: Option<String>) -> Option<String> {
    q.filter(|text| !text.trim().is_empty())
}

/// A page of the links of `owner` that match `filter`.
pub(in crate::api) async fn page(
    links: &Links,
    owner: UserId,
    filter: &LinkFilter,
    order: LinkOrder,
    after: Option<&str>,
    limit: u32,
) -> Result<Listed, Problem> {
    let sort = LinkSort::from(order);
    let after = after.map(|cursor| cursor::read_link(cursor, sort.key));
    let after = after.transpose()?;
    let page = links.list(owner, filter, sort, after, limit).await?;
    let items = page.items.iter();
    let items = items.map(|link| LinkView::new(link, links, page.at));
    Ok(Listed::Page(Json(Page {
        items: items.collect(),
        next: page.next.as_ref().map(cursor::write_link),
    })))
}
