//! The JSON of abuse reports.

use korotko_core::abuse::{self, AbuseCategory, AbuseOutcome};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;

/// What a link is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(
    rename_all = "lowercase",
    rename = "AbuseCategory",
    remote = "AbuseCategory"
)]
pub(crate) enum AbuseCategoryView {
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

/// What was decided about an abuse report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
#[oai(
    rename_all = "lowercase",
    rename = "AbuseOutcome",
    remote = "AbuseOutcome"
)]
pub(crate) enum AbuseOutcomeView {
    /// The link does harm; something was done about it.
    Upheld,
    /// Nothing has to be done.
    Dismissed,
}

/// A new abuse report.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewAbuseReport {
    /// The short URL of the link, as it was received.
    pub url: String,
    /// What the link is said to be.
    pub category: AbuseCategoryView,
    /// What you know about it, in at most 2,000 characters.
    pub text: Option<String>,
    /// Your e-mail address, if you want an answer. It is shown to the operator of the service alone, and deleted 90 days after the report is closed.
    pub email: Option<String>,
}

impl From<NewAbuseReport> for abuse::NewAbuseReport {
    fn from(new: NewAbuseReport) -> Self {
        Self {
            url: new.url,
            category: new.category.into(),
            text: new.text,
            reporter: new.email,
        }
    }
}

impl Example for NewAbuseReport {
    fn example() -> Self {
        Self {
            url: examples::SHARE_URL.to_owned(),
            category: AbuseCategoryView::Phishing,
            text: Some(examples::ABUSE.to_owned()),
            email: Some(examples::EMAIL.to_owned()),
        }
    }
}
