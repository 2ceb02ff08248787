//! What a report says; how it looks is a [`ReportWriter`](crate::ports::ReportWriter)'s.

use chrono::NaiveDate;

use super::ReportOrder;
use crate::click::Counts;
use crate::link::LinkState;
use crate::ports::Timestamp;

/// All that a report says. Its numbers agree: the links, with `deleted`, add up to `total`; so do the days, and the values of
/// each dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDocument {
    /// What was ordered: period, time zone, language, and whether bots count.
    pub order: ReportOrder,
    /// When the numbers were read.
    pub made_at: Timestamp,
    /// Of what it tells.
    pub subject: ReportSubject,
    /// All clicks of the period.
    pub total: Counts,
    /// All clicks of the period before, which is as long.
    pub before: Counts,
    /// The links, the most clicked first.
    pub links: Vec<LinkRow>,
    /// Clicks of links that were deleted since.
    pub deleted: Counts,
    /// Every day of the period, in order, as days are in the order's time zone.
    pub days: Vec<DayRow>,
    /// By the host that clicks came from, the most clicked first; the empty one is "none".
    pub referrers: Vec<ValueRow>,
    /// By browser, likewise; the empty one is "unknown", here and below.
    pub browsers: Vec<ValueRow>,
    /// By operating system.
    pub systems: Vec<ValueRow>,
    /// By kind of device ([`Device::name`](crate::click::Device::name)).
    pub devices: Vec<ValueRow>,
    /// By language (code).
    pub languages: Vec<ValueRow>,
}

/// Of what a report tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportSubject {
    /// All links.
    All,
    /// A set, by its name.
    Collection(String),
    /// A link, by its share URL.
    Link(String),
}

/// A link in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The short code.
    pub slug: String,
    /// Where it can be followed.
    pub share_url: String,
    /// Where it leads.
    pub target: String,
    /// What its owner calls it.
    pub title: Option<String>,
    /// The names of the sets that it is in.
    pub collections: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// Its state when the report was made.
    pub state: LinkState,
    /// Its clicks in the period.
    pub counts: Counts,
    /// When its last click was, in the period or not, of those kinds that the report counts.
    pub last_click_at: Option<Timestamp>,
}

/// A day in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRow {
    /// Which.
    pub date: NaiveDate,
    /// Its clicks.
    pub counts: Counts,
}

/// A value of a dimension in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRow {
    /// Which.
    pub value: String,
    /// Its clicks.
    pub counts: Counts,
}

/// A report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// What its name ends in, without the dot: letters and digits.
    pub extension: &'static str,
    /// How many links found no room in it, of those in the document.
    pub omitted_links: u64,
}
