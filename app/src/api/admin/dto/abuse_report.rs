use chrono::{DateTime, Utc};
use korotko_core::administration::FoundAbuseReport;
use korotko_core::link::Links;
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use super::AdminLinkView;
use crate::api::abuse::dto::{AbuseCategoryView, AbuseOutcomeView};
use crate::api::examples;

/// Whether an abuse report is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, clap::ValueEnum)]
#[oai(rename_all = "lowercase", rename = "AbuseReportState")]
pub(crate) enum AbuseReportStateView {
    /// It waits for a decision.
    Open,
    /// It is decided.
    Closed,
}

impl AbuseReportStateView {
    pub(crate) fn is_open(self) -> bool {
        self == Self::Open
    }
}

/// A report that a link does harm, as administrators see it.
#[derive(Debug, Object)]
#[oai(example, rename = "AbuseReport")]
pub(crate) struct AbuseReportView {
    /// The id, which is never reused.
    pub id: i64,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// What the link is said to be.
    pub category: AbuseCategoryView,
    /// What the reporter says; `null` for nothing.
    #[oai(nullable)]
    pub text: Option<String>,
    /// The e-mail address of the reporter, which is not verified; `null` if they want no answer.
    #[oai(nullable)]
    pub email: Option<String>,
    /// When the report was closed; `null` for an open one.
    #[oai(nullable)]
    pub closed_at: Option<DateTime<Utc>>,
    /// What was decided; `null` for an open report.
    #[oai(nullable)]
    pub outcome: Option<AbuseOutcomeView>,
    /// The link.
    pub link: AdminLinkView,
}

impl AbuseReportView {
    pub(crate) fn new(found: &FoundAbuseReport, links: &Links) -> Self {
        let report = &found.report;
        Self {
            id: report.id.0,
            created_at: report.created_at,
            category: report.category.into(),
            text: report.text.as_ref().map(ToString::to_string),
            email: report
                .reporter
                .as_ref()
                .map(|email| email.as_typed().to_owned()),
            closed_at: report.closed_at,
            outcome: report.outcome.map(Into::into),
            link: AdminLinkView::new(&found.link, links),
        }
    }
}

impl Example for AbuseReportView {
    fn example() -> Self {
        Self {
            id: 1,
            created_at: examples::past(),
            category: AbuseCategoryView::Phishing,
            text: Some(examples::ABUSE.to_owned()),
            email: Some(examples::EMAIL.to_owned()),
            closed_at: None,
            outcome: None,
            link: AdminLinkView::example(),
        }
    }
}

/// How an abuse report is closed.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct AbuseReportClosing {
    /// What was decided.
    pub outcome: AbuseOutcomeView,
}

impl Example for AbuseReportClosing {
    fn example() -> Self {
        Self {
            outcome: AbuseOutcomeView::Upheld,
        }
    }
}
