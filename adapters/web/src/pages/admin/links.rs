use askama::Template;
use korotko_core::administration::LinkListing;
use korotko_core::id::{LinkId, UserId};

use super::link_view::LinkView;
use super::list::List;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

pub(super) const PATH: &str = "/app/admin/links";

/// The number of links on a page.
const LIMIT: u32 = 25;

/// Whose links the list can be limited to: the names in the query, and the keys of their texts.
const STATES: [(&str, &str); 2] = [("", "links-all"), ("anonymous", "admin-links-anonymous")];

#[derive(Template)]
#[template(path = "admin_links.html")]
struct LinksPage<'a> {
    frame: Frame<'a>,
    list: List,
    states: Vec<(&'static str, &'static str)>,
    rows: Vec<LinkView>,
}

/// The links of everybody that the query selects, newest first.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let administration = &visit.site.korotko.administration;
    let (listing, after) = (listing(&list.query), list.after().map(LinkId));
    let page = administration.list_links(&listing, after, LIMIT).await?;
    let rows = page.items.iter().map(|found| LinkView::new(visit, found));
    Ok(Reply::page(&LinksPage {
        rows: rows.collect(),
        frame: Frame::new(visit, visit.text("admin-links")),
        list: list.ending_with(page.next.map(|last| last.0)),
        states: STATES.to_vec(),
    }))
}

/// Which links the query selects. What it does not understand selects nothing less.
fn listing(query: &Form) -> LinkListing {
    LinkListing {
        text: query.given("q").map(ToOwned::to_owned),
        owner: query.text("owner").parse().ok().map(UserId),
        anonymous: query.text("state") == "anonymous",
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::administration::LinkListing;
    use korotko_core::id::UserId;

    use super::listing;
    use crate::request::Form;

    #[test]
    fn the_query_selects_by_text_and_owner() {
        let selected = |query: &str| listing(&Form::parse(query));
        assert_eq!(selected("q=&owner=x&state=live"), LinkListing::default());
        let wanted = LinkListing {
            text: Some("evil".to_owned()),
            owner: Some(UserId(7)),
            anonymous: false,
        };
        assert_eq!(selected("q=evil&owner=7"), wanted);
        assert!(selected("state=anonymous").anonymous);
    }
}
