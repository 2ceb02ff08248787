//! Abuse reports: anybody reports a link, administrators decide.

mod entity;
mod report_link;
#[cfg(test)]
mod tests;

pub(crate) use entity::CLOSED_LIFETIME;
pub use entity::{AbuseCategory, AbuseOutcome, AbuseReport, AbuseText};
pub use report_link::{NewAbuseReport, ReportLinkError};

use crate::link::Links;
use crate::ports::Ports;
use crate::rate_limit::RateLimiting;

/// The use cases of those who report abuse. Administrators read and close the reports; see
/// [`Administration`](crate::administration::Administration).
#[derive(Debug, Clone)]
pub struct AbuseReports {
    ports: Ports,
    links: Links,
    rates: RateLimiting,
    /// Whether the operator gets mails.
    mails: bool,
}

impl AbuseReports {
    pub(crate) fn new(ports: Ports, links: Links, rates: RateLimiting, mails: bool) -> Self {
        Self {
            ports,
            links,
            rates,
            mails,
        }
    }
}
