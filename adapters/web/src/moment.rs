use chrono::{NaiveDateTime, SecondsFormat};
use korotko_core::Zone;
use korotko_core::ports::Timestamp;

/// A time on a page: the text in the zone of the account, and what a script shows in the reader's.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// RFC 3339, in UTC.
    pub(crate) machine: String,
    /// Such as `2026-11-27 13:05 Europe/Moscow`.
    pub(crate) text: String,
}

impl Moment {
    pub(crate) fn new(moment: Timestamp, zone: Zone) -> Self {
        let local = zone.local(moment).format("%Y-%m-%d %H:%M");
        Self {
            machine: moment.to_rfc3339_opts(SecondsFormat::Secs, true),
            text: format!("{local} {}", zone.name()),
        }
    }
}

/// The form of a date and time of an input field (HTML, "local date and time").
pub(crate) const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// The time of an input field in this zone; `None` if it is none.
pub(crate) fn read_local(text: &str, zone: Zone) -> Option<Timestamp> {
    // Some browsers add seconds.
    let text = text.get(..16).unwrap_or(text);
    let local = NaiveDateTime::parse_from_str(text, LOCAL).ok()?;
    Some(zone.moment(local))
}
