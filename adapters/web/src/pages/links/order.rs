use korotko_core::ports::{LinkSort, LinkSortKey};

/// The orders of the list, by their names in the query; the first is the default.
const ORDERS: [(&str, LinkSortKey, bool); 6] = [
    ("-created", LinkSortKey::Created, true),
    ("created", LinkSortKey::Created, false),
    ("-clicks", LinkSortKey::Clicks, true),
    ("clicks", LinkSortKey::Clicks, false),
    ("slug", LinkSortKey::Slug, false),
    ("-slug", LinkSortKey::Slug, true),
];

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) name: &'static str,
    pub(super) sort: LinkSort,
}

impl Order {
    /// The order with this name; another name means the newest first.
    pub(super) fn from_name(name: &str) -> Self {
        let found = ORDERS.iter().find(|(known, ..)| *known == name);
        let (name, key, descending) = *found.unwrap_or(&ORDERS[0]);
        let sort = LinkSort { key, descending };
        Self { name, sort }
    }

    /// The name of the order that a click on the heading of `key` leads to: the other direction, or the usual one of a new key.
    pub(super) fn next(self, key: LinkSortKey) -> &'static str {
        let mut orders = ORDERS.iter().filter(|(_, known, _)| *known == key);
        let usual = orders.next();
        let other = orders.next();
        let is_usual = usual.is_some_and(|(name, ..)| *name == self.name);
        let next = if is_usual { other } else { usual };
        next.map_or(ORDERS[0].0, |(name, ..)| name)
    }

    /// The value of `aria-sort` of the heading of `key`.
    pub(super) fn direction(self, key: LinkSortKey) -> &'static str {
        match (self.sort.key == key, self.sort.descending) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        }
    }
}

#[cfg(test)]
mod tests {
    use korotko_core::ports::LinkSortKey::{Clicks, Created, Slug};

    use super::Order;

    #[test]
    fn a_heading_turns_its_own_order_round_and_begins_with_the_usual_one() {
        for (name, key, next) in [
            ("-created", Created, "created"),
            ("created", Created, "-created"),
            ("-created", Clicks, "-clicks"),
            ("-clicks", Clicks, "clicks"),
            ("clicks", Slug, "slug"),
            ("slug", Slug, "-slug"),
            ("nonsense", Created, "created"),
        ] {
            assert_eq!(Order::from_name(name).next(key), next, "{name}");
        }
    }
}
