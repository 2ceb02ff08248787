use chrono::{Days, SecondsFormat, TimeDelta};
use korotko_core::Zone;
use korotko_core::ports::Timestamp;
use korotko_core::statistics::{Granularity, PeriodText};

use crate::request::Form;

/// The periods that a page offers, by their names in the query; the third is the default.
const WINDOWS: [(&str, &str, Granularity); 4] = [
    ("24h", "period-24h", Granularity::Hour),
    ("7d", "period-7d", Granularity::Day),
    ("30d", "period-30d", Granularity::Day),
    ("12m", "period-12m", Granularity::Month),
];

/// The period that a page shows.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    /// The name of an offered period; empty if it is the reader's own.
    pub(crate) name: &'static str,
    pub(crate) granularity: Granularity,
    /// The beginning and the end, as a use case receives them.
    pub(crate) from: String,
    pub(crate) to: String,
    zone: &'static str,
}

impl Window {
    /// The names of the offered periods, with the keys of their texts.
    pub(crate) fn offered() -> impl Iterator<Item = (&'static str, &'static str)> {
        WINDOWS.iter().map(|(name, key, _)| (*name, *key))
    }

    /// The period of a query: one that is offered, or from one day to another.
    pub(crate) fn read(query: &Form, zone: Zone, now: Timestamp) -> Self {
        if let (Some(from), Some(to)) = (query.given("from"), query.given("to")) {
            return Self {
                name: "",
                granularity: Granularity::Day,
                from: from.to_owned(),
                to: to.to_owned(),
                zone: zone.name(),
            };
        }
        let wanted = query.text("period");
        let found = WINDOWS.iter().find(|(name, ..)| *name == wanted);
        let (name, _, granularity) = *found.unwrap_or(&WINDOWS[2]);
        let (from, to) = bounds(name, zone, now);
        Self {
            name,
            granularity,
            from,
            to,
            zone: zone.name(),
        }
    }

    /// The period, as a use case receives it.
    pub(crate) fn text(&self) -> PeriodText<'_> {
        PeriodText {
            from: Some(&self.from),
            to: Some(&self.to),
            zone: Some(self.zone),
        }
    }
}

fn bounds(name: &str, zone: Zone, now: Timestamp) -> (String, String) {
    if name == "24h" {
        let moment = |moment: Timestamp| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
        return (moment(now - TimeDelta::hours(24)), moment(now));
    }
    let days = match name {
        "7d" => 6,
        "12m" => 364,
        _ => 29,
    };
    let today = zone.date(now);
    ((today - Days::new(days)).to_string(), today.to_string())
}
