use chrono::TimeDelta;

use crate::id::{AbuseReportId, LinkId};
use crate::names::names;
use crate::ports::Timestamp;
use crate::text::text;
use crate::user::Email;

/// How long a closed report is kept: its reporter may ask what was done.
pub(crate) const CLOSED_LIFETIME: TimeDelta = TimeDelta::days(90);

text! {
    /// What a reporter says of a link, in several lines.
    AbuseText, parse_lines, 2000
}

/// An abuse report: somebody says that a link does harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbuseReport {
    /// Never reused.
    pub id: AbuseReportId,
    /// The link.
    pub link: LinkId,
    /// What the link is said to be.
    pub category: AbuseCategory,
    /// What the reporter says.
    pub text: Option<AbuseText>,
    /// The address of the reporter, if they want an answer. It is not verified.
    pub reporter: Option<Email>,
    /// When it was reported.
    pub created_at: Timestamp,
    /// When the report was closed, if it is closed.
    pub closed_at: Option<Timestamp>,
    /// What was decided, once it is closed.
    pub outcome: Option<AbuseOutcome>,
}

/// What a link is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AbuseCategory {
    /// It imitates somebody to get passwords or money.
    Phishing,
    /// It leads to malicious software.
    Malware,
    /// It is sent to people who did not ask for it.
    Spam,
    /// It leads to what the law forbids.
    Illegal,
    /// Something else.
    Other,
}

names! { AbuseCategory {
    Phishing = "phishing",
    Malware = "malware",
    Spam = "spam",
    Illegal = "illegal",
    Other = "other",
} }

/// What was decided about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AbuseOutcome {
    /// The link does harm; something was done about it.
    Upheld,
    /// Nothing has to be done.
    Dismissed,
}

names! { AbuseOutcome {
    Upheld = "upheld",
    Dismissed = "dismissed",
} }
