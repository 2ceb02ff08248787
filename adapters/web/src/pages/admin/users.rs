use askama::Template;
use korotko_core::administration::UserListing;
use korotko_core::id::UserId;
use korotko_core::user::User;

use super::list::List;
use super::user_state::state_key;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::moment::Moment;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

pub(super) const PATH: &str = "/app/admin/users";

/// The number of users on a page.
const LIMIT: u32 = 25;

/// The states by which the list can be filtered: their names in the query, and the keys of their texts.
const STATES: [(&str, &str); 4] = [
    ("", "links-all"),
    ("administrator", "admin-administrators"),
    ("unverified", "admin-unverified"),
    ("disabled", "admin-disabled"),
];

#[derive(Template)]
#[template(path = "admin_users.html")]
struct UsersPage<'a> {
    frame: Frame<'a>,
    list: List,
    states: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
}

/// A user in the list.
#[derive(Debug)]
struct Row {
    id: i64,
    email: String,
    is_administrator: bool,
    is_disabled: bool,
    state: &'static str,
    created: Moment,
}

/// The users that the query selects, newest first.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let administration = &visit.site.korotko.administration;
    let (listing, after) = (listing(&list.query), list.after().map(UserId));
    let page = administration.list_users(&listing, after, LIMIT).await?;
    Ok(Reply::page(&UsersPage {
        frame: Frame::new(visit, visit.text("admin-users")),
        list: list.ending_with(page.next.map(|last| last.0)),
        states: STATES.to_vec(),
        rows: page
            .items
            .iter()
            .map(|user| Row::new(visit, user))
            .collect(),
    }))
}

/// Which users the query selects. What it does not understand selects nothing less.
fn listing(query: &Form) -> UserListing {
    let state = query.text("state");
    UserListing {
        text: query.given("q").map(ToOwned::to_owned),
        is_administrator: (state == "administrator").then_some(true),
        is_verified: (state == "unverified").then_some(false),
        is_disabled: (state == "disabled").then_some(true),
    }
}

impl Row {
    fn new(visit: &Visit<'_>, user: &User) -> Self {
        Self {
            id: user.id.0,
            email: user.email.as_typed().to_owned(),
            is_administrator: user.is_administrator,
            is_disabled: user.is_disabled(),
            state: state_key(user),
            created: Moment::new(user.created_at, visit.zone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::administration::UserListing;

    use super::listing;
    use crate::request::Form;

    #[test]
    fn the_query_selects_by_text_and_state() {
        let selected = |query: &str| listing(&Form::parse(query));
        let all = UserListing::default;
        for (query, wanted) in [
            ("", all()),
            ("q=+&state=boring", all()),
            (
                "q=+ann+&state=disabled",
                UserListing {
                    text: Some("ann".to_owned()),
                    is_disabled: Some(true),
                    ..all()
                },
            ),
            (
                "state=unverified",
                UserListing {
                    is_verified: Some(false),
                    ..all()
                },
            ),
            (
                "state=administrator",
                UserListing {
                    is_administrator: Some(true),
                    ..all()
                },
            ),
        ] {
            assert_eq!(selected(query), wanted, "{query}");
        }
    }
}
