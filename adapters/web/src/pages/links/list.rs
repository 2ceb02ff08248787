use askama::Template;
use korotko_core::collection::Collection;
use korotko_core::id::CollectionId;
use korotko_core::link::{LinkFilter, LinkPage, LinkState};
use korotko_core::ports::LinkSortKey;
use korotko_core::user::User;

use super::cursor::after;
use super::order::Order;
use super::row::{Row, rows};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// The number of links on a page.
const LIMIT: u32 = 25;
/// The number of collections that can be chosen here.
const COLLECTIONS: u32 = 100;

/// The states by which the list can be filtered, by their names in the query.
const STATES: [(&str, &str, Option<LinkState>); 5] = [
    ("", "links-all", None),
    ("live", "state-live", Some(LinkState::Live)),
    ("expired", "state-expired", Some(LinkState::Expired)),
    ("exhausted", "state-exhausted", Some(LinkState::Exhausted)),
    ("disabled", "state-disabled", Some(LinkState::Disabled)),
];

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage<'a> {
    frame: Frame<'a>,
    query: Form,
    order: Order,
    state: &'a str,
    rows: Vec<Row>,
    collections: Vec<Collection>,
    /// The cursor of the next page.
    next: Option<String>,
}

/// A page of the links that the query selects.
pub(crate) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let query = visit.request.query();
    let order = Order::from_name(query.text("sort"));
    let page = selected(visit, user, &query, order).await?;
    Ok(Reply::page(&LinksPage {
        rows: rows(visit, &page).await?,
        frame: Frame::new(visit, visit.text("links-title")),
        order,
        state: query.text("state"),
        collections: collections(visit, user).await?,
        next: page.next.as_ref().map(ToString::to_string),
        query: query.clone(),
    }))
}

async fn selected(
    visit: &Visit<'_>,
    user: &User,
    query: &Form,
    order: Order,
) -> Result<LinkPage, Failure> {
    let after = after(query, order.sort.key);
    let filter = filter(query);
    let links = &visit.site.korotko.links;
    let listed = links.list(user.id, &filter, order.sort, after, LIMIT);
    Ok(listed.await?)
}

/// Which links the query selects. What it does not understand selects nothing less.
pub(super) fn filter(query: &Form) -> LinkFilter {
    let given = |name: &str| query.given(name).map(ToOwned::to_owned);
    let state = query.text("state");
    let collection = query.text("collection").parse().ok();
    LinkFilter {
        text: given("q"),
        tag: given("tag"),
        collection: collection.map(CollectionId),
        state: LinkState::ALL
            .into_iter()
            .find(|known| known.name() == state),
        ..LinkFilter::default()
    }
}

/// The newest collections, to put links in.
async fn collections(visit: &Visit<'_>, user: &User) -> Result<Vec<Collection>, Failure> {
    let collections = &visit.site.korotko.collections;
    let page = collections.list(user.id, None, None, COLLECTIONS).await?;
    Ok(page.items)
}

impl LinksPage<'_> {
    /// The list with these changes of the query, from its first page.
    fn with(&self, name: &str, value: &str) -> String {
        let changes = [(name, value), ("after", ""), ("done", "")];
        format!("/app/links?{}", self.query.with(&changes))
    }

    fn sorted_by(&self, key: LinkSortKey) -> String {
        self.with("sort", self.order.next(key))
    }

    /// The next page.
    fn after(&self, cursor: &str) -> String {
        let changes = [("after", cursor), ("done", "")];
        format!("/app/links?{}", self.query.with(&changes))
    }

    fn is_filtered(&self) -> bool {
        let filters = ["q", "tag", "collection", "state", "after"];
        filters.into_iter().any(|name| self.query.is_on(name))
    }
}
