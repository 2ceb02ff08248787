//! What a column of a file of another program is used for.

use chrono::{NaiveDate, NaiveDateTime};
use korotko_core::time;

use super::list::{self, ListError};
use super::row::value;
use crate::column::Column;
use crate::columns;
use crate::value::Value;

/// What a column of a file of another program is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The target.
    Target,
    /// The short code, or a short URL that ends in it.
    Slug,
    /// The title.
    Title,
    /// The tags, separated by commas, semicolons or vertical bars.
    Tags,
    /// When the link expires, in RFC 3339; without an offset it is in UTC.
    End,
    /// The number of clicks that the other program counted.
    Clicks,
}

impl Role {
    /// All of them, in the order in which people choose them.
    pub const ALL: [Self; 6] = [
        Self::Target,
        Self::Slug,
        Self::Title,
        Self::Tags,
        Self::End,
        Self::Clicks,
    ];

    /// The name of the column of a file of links that has the same content.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "url",
            Self::Slug => "slug",
            Self::Title => "title",
            Self::Tags => "tags",
            Self::End => "expires_at",
            Self::Clicks => "imported_clicks",
        }
    }

    /// The role with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The column of a file of links that has the same content.
    pub(crate) fn column(self) -> Option<&'static Column> {
        columns::find(self.name())
    }

    /// The value of a cell; an empty cell is `Null`.
    pub(crate) fn read(self, column: &Column, cell: &str) -> Result<Value, ListError> {
        let is_empty = cell.trim().is_empty();
        match self {
            Self::Tags if !is_empty && cell.contains(['|', ';']) => {
                Ok(list::distinct(cell.split(['|', ';'])))
            }
            Self::Slug => value(&column.kind, slug(cell.trim())),
            Self::End if !is_empty => Ok(end(cell.trim()).into()),
            _ => value(&column.kind, cell),
        }
    }
}

/// The short code at the end of a short URL, such as `abc` of `https://bit.ly/abc`; a text without a slash is one itself.
fn slug(text: &str) -> &str {
    let path = text.find(['?', '#']).map_or(text, |end| &text[..end]);
    let path = if text.contains('/') { path } else { text };
    let path = path.trim_matches('/');
    path.rsplit_once('/').map_or(path, |(_, last)| last)
}

/// The time of a cell in RFC 3339. It may lack the offset, the time of day and the seconds; any other text stays as it is, and is refused
/// later.
fn end(text: &str) -> String {
    if time::parse(text).is_ok() {
        return text.to_owned();
    }
    let spaced = text.replace('T', " ");
    let mut forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"].into_iter();
    let moment = forms.find_map(|form| NaiveDateTime::parse_from_str(&spaced, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let moment = moment.or_else(|| day()?.and_hms_opt(0, 0, 0));
    moment.map_or_else(
        || text.to_owned(),
        |moment| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Role, end, slug};

    #[test]
    fn a_slug_is_taken_from_the_end_of_a_short_url() {
        for (text, expected) in [
            ("abc", "abc"),
            ("/abc/", "abc"),
            ("bit.ly/abc", "abc"),
            ("https://bit.ly/abc", "abc"),
            ("https://bit.ly/abc/?x=1#y", "abc"),
            ("https://s.example/a/b", "b"),
            ("a?b", "a?b"),
            ("", ""),
            ("/", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn an_end_without_an_offset_is_in_utc() {
        for (text, expected) in [
            ("2027-01-31 12:00:05", "2027-01-31T12:00:05Z"),
            ("2027-01-31T12:00", "2027-01-31T12:00:00Z"),
            ("2027-01-31 12:00", "2027-01-31T12:00:00Z"),
            ("2027-01-31", "2027-01-31T00:00:00Z"),
            ("2027-01-31T12:00:00+03:00", "2027-01-31T12:00:00+03:00"),
            ("tomorrow", "tomorrow"),
        ] {
            assert_eq!(end(text), expected);
        }
    }

    #[test]
    fn every_role_has_a_column_and_a_name_of_its_own() {
        for role in Role::ALL {
            assert!(role.column().is_some(), "{role:?}");
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
    }
}
