//! The content of a report; its layout is up to a [`ReportWriter`](crate::ports::ReportWriter).

use chrono::NaiveDate;

use super::ReportOrder;
use crate::click::Counts;
use crate::link::LinkState;
use crate::ports::Timestamp;

/// The content of a report. Its numbers agree: the links, together with `deleted`, add up to `total`; so do the days, and the
/// values of each dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDocument {
    /// The order: period, time zone, language, and whether bots count.
    pub order: ReportOrder,
    /// When the numbers were read.
    pub created_at: Timestamp,
    /// The subject.
    pub subject: ReportSubject,
    /// All clicks of the period.
    pub total: Counts,
    /// All clicks of the previous period of the same length.
    pub before: Counts,
    /// The links, most clicked first.
    pub links: Vec<LinkRow>,
    /// Clicks of links that have been deleted.
    pub deleted: Counts,
    /// Every day of the period, in order, in the order's time zone.
    pub days: Vec<DayRow>,
    /// By host of the referrer, most clicked first; the empty value is "none".
    pub referrers: Vec<ValueRow>,
    /// By browser; the empty value is "unknown", here and below.
    pub browsers: Vec<ValueRow>,
    /// By operating system.
    pub systems: Vec<ValueRow>,
    /// By kind of device ([`Device::name`](crate::click::Device::name)).
    pub devices: Vec<ValueRow>,
    /// By language tag.
    pub languages: Vec<ValueRow>,
}

/// The subject of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportSubject {
    /// All links.
    All,
    /// A collection, by its name.
    Collection(String),
    /// A single link.
    Link {
        /// The share URL.
        share_url: String,
        /// The title.
        title: Option<String>,
    },
}

/// A link in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The slug.
    pub slug: String,
    /// The share URL.
    pub share_url: String,
    /// The target URL.
    pub target: String,
    /// The title.
    pub title: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The names of its collections.
    pub collections: Vec<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// Its state when the report was created.
    pub state: LinkState,
    /// Its clicks in the period.
    pub counts: Counts,
    /// When its last click was, in the period or not, of the kinds that the report counts.
    pub last_click_at: Option<Timestamp>,
}

/// A day in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRow {
    /// The date.
    pub date: NaiveDate,
    /// Its clicks.
    pub counts: Counts,
}

/// A value of a dimension in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRow {
    /// The value.
    pub value: String,
    /// Its clicks.
    pub counts: Counts,
}

/// A report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The content of the file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// The extension of the file name, without the dot: letters and digits.
    pub extension: &'static str,
    /// How many links of the document are omitted because they do not fit.
    pub omitted_links: u64,
}
