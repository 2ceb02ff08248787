use crate::request::Form;

/// A list whose query says what it shows, and from where on.
#[derive(Debug)]
pub(super) struct List {
    path: &'static str,
    pub(super) query: Form,
    /// The id with which the page ends, if there is another page.
    last: Option<i64>,
}

impl List {
    /// The list at this path, as the query asks for it.
    pub(super) fn new(path: &'static str, query: Form) -> Self {
        Self {
            path,
            query,
            last: None,
        }
    }

    /// The id after which the page begins; `None` for the first page.
    pub(super) fn after(&self) -> Option<i64> {
        self.query.text("after").parse().ok()
    }

    /// The same list, with the id with which the page ends if there is another one.
    pub(super) fn ending_with(self, last: Option<i64>) -> Self {
        Self { last, ..self }
    }

    /// The first page of the list with this choice; an empty one is none.
    pub(super) fn choosing(&self, name: &str, value: &str) -> String {
        self.changed(&[(name, value), ("after", ""), ("done", "")])
    }

    /// Whether the query makes this choice.
    pub(super) fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.query.text(name) == value
    }

    /// Whether the query leaves something out.
    pub(super) fn is_filtered(&self) -> bool {
        let filters = ["q", "state", "owner", "user", "after"];
        filters.into_iter().any(|name| self.query.is_on(name))
    }

    /// The next page, if there is one.
    pub(super) fn next_page(&self) -> Option<String> {
        let last = self.last?.to_string();
        Some(self.changed(&[("after", last.as_str()), ("done", "")]))
    }

    fn changed(&self, changes: &[(&str, &str)]) -> String {
        format!("{}?{}", self.path, self.query.with(changes))
    }
}

#[cfg(test)]
mod tests {
    use super::List;
    use crate::request::Form;

    fn list(query: &str) -> List {
        List::new("/app/admin/users", Form::parse(query))
    }

    #[test]
    fn a_choice_begins_at_the_first_page_and_keeps_the_others() {
        let list = list("q=a%26b&state=disabled&after=7&done=saved");
        assert_eq!(list.after(), Some(7));
        assert!(list.is_chosen("state", "disabled") && list.is_filtered());
        let chosen = list.choosing("state", "unverified");
        assert_eq!(chosen, "/app/admin/users?q=a%26b&state=unverified");
        assert_eq!(list.choosing("state", ""), "/app/admin/users?q=a%26b");
    }

    #[test]
    fn the_next_page_keeps_the_choices() {
        let list = list("q=ann&after=9").ending_with(Some(7));
        let next = list.next_page();
        assert_eq!(next.as_deref(), Some("/app/admin/users?q=ann&after=7"));
        assert_eq!(list.ending_with(None).next_page(), None);
    }

    #[test]
    fn a_cursor_that_is_no_id_is_the_first_page() {
        for query in ["", "after=", "after=x"] {
            assert_eq!(list(query).after(), None, "{query}");
        }
        assert!(!list("").is_filtered() && list("").is_chosen("state", ""));
    }
}
