//! Changes as text: `<namespace>/<slug>` for one route, `~<user>` for a user, `@<user>` for an owner, `*` for everything, separated by
//! spaces.

use korotko_core::id::UserId;
use korotko_core::link::Slug;
use korotko_core::ports::Change;

use crate::entities::link::{namespace, namespace_column};

/// More changes than these, or more bytes, become one `*`. PostgreSQL accepts messages of less than 8,000 bytes, with everything.
const MAX_CHANGES: usize = 100;
const MAX_BYTES: usize = 7_900;

/// The text of these changes.
pub(super) fn write(changes: &[Change]) -> String {
    let written = |change: &Change| match change {
        Change::Route(space, slug) => format!("{}/{slug}", namespace_column(*space)),
        Change::User(user) => format!("~{}", user.0),
        Change::Owner(user) => format!("@{}", user.0),
        Change::Everything => EVERYTHING.to_owned(),
    };
    if changes.len() > MAX_CHANGES {
        return EVERYTHING.to_owned();
    }
    let text = changes.iter().map(written).collect::<Vec<_>>().join(" ");
    if text.len() > MAX_BYTES {
        return EVERYTHING.to_owned();
    }
    text
}

const EVERYTHING: &str = "*";

/// The changes of a text. A change that another version wrote and this one does not know may be of anything.
pub(super) fn read(text: &str) -> impl Iterator<Item = Change> {
    let changes = text.split_ascii_whitespace().map(read_one);
    changes.map(|change| change.unwrap_or(Change::Everything))
}

fn read_one(text: &str) -> Option<Change> {
    if let Some(user) = text.strip_prefix('@') {
        return Some(Change::Owner(UserId(user.parse().ok()?)));
    }
    if let Some(user) = text.strip_prefix('~') {
        return Some(Change::User(UserId(user.parse().ok()?)));
    }
    let (space, slug) = text.split_once('/')?;
    let slug = Slug::parse(slug).ok()?;
    Some(Change::Route(namespace(space.parse().ok()?), slug))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use korotko_core::link::Namespace;

    use super::*;

    fn route(space: Namespace, slug: &str) -> Change {
        Change::Route(space, Slug::parse(slug).unwrap())
    }

    #[test]
    fn changes_are_read_as_they_were_written() {
        let changes = [
            route(Namespace::Global, "Promo_1-"),
            route(Namespace::Personal(UserId(7)), "promo"),
            Change::User(UserId(7)),
            Change::Owner(UserId(7)),
            Change::Everything,
        ];
        let text = write(&changes);
        assert_eq!(text, "0/Promo_1- 7/promo ~7 @7 *");
        assert_eq!(read(&text).collect::<Vec<_>>(), changes);
        assert_eq!(write(&[]), "");
    }

    #[test]
    fn many_or_long_changes_become_one() {
        let short = route(Namespace::Global, "a");
        let long = route(Namespace::Personal(UserId(i64::MAX)), &"a".repeat(64));
        assert_eq!(read(&write(&vec![short.clone(); 100])).count(), 100);
        for many in [vec![short; 101], vec![long; 100]] {
            assert_eq!(write(&many), "*");
        }
    }

    #[test]
    fn an_unknown_change_is_of_everything() {
        for text in ["!7", "7", "@x", "~x", "0/no slug", "x/promo"] {
            assert!(
                read(text).any(|change| change == Change::Everything),
                "{text}"
            );
        }
    }
}
