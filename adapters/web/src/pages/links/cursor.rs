use korotko_core::ports::{LinkCursor, LinkSortKey};

use crate::request::Form;

/// After which link the page begins that the query asks for, in a list by this key; `None` for the first page.
pub(crate) fn after(query: &Form, key: LinkSortKey) -> Option<LinkCursor> {
    let cursor = query.given("after").and_then(LinkCursor::parse);
    cursor.filter(|cursor| cursor.key() == key)
}

#[cfg(test)]
mod tests {
    use korotko_core::ports::LinkSortKey::{Clicks, Created, Slug};

    use super::after;
    use crate::request::Form;

    #[test]
    fn a_cursor_of_another_order_is_none() {
        let query = Form::parse("after=spromo.7");
        let found = after(&query, Slug).map(|cursor| cursor.to_string());
        assert_eq!(found.as_deref(), Some("spromo.7"));
        for key in [Clicks, Created] {
            assert_eq!(after(&query, key), None, "{key:?}");
        }
        for nothing in ["", "after=", "after=x"] {
            assert_eq!(after(&Form::parse(nothing), Slug), None, "{nothing}");
        }
    }
}
