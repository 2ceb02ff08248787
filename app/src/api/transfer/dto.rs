//! The report on an import.

use korotko_core::link::CreateLinkError;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;
use crate::http::problem::ProblemBody;

/// What became of an import.
#[derive(Object)]
#[oai(example)]
pub(super) struct ImportReport {
    /// Whether nothing was to be changed.
    pub dry_run: bool,
    /// How many rows there are.
    pub rows: u64,
    /// How many of them were imported, or would be.
    pub imported: u64,
    /// How many of them were refused.
    pub refused: u64,
    /// What became of each row, in their order.
    pub results: Vec<ImportResult>,
}

impl Example for ImportReport {
    fn example() -> Self {
        Self {
            dry_run: false,
            rows: 2,
            imported: 1,
            refused: 1,
            results: vec![
                ImportResult {
                    line: Some(2),
                    status: 201,
                    id: Some(1),
                    slug: Some(examples::SLUG.to_owned()),
                    share_url: Some(examples::SHARE_URL.to_owned()),
                    ..ImportResult::default()
                },
                ImportResult {
                    line: Some(3),
                    status: 409,
                    problem: Some(ProblemBody::from_fault(&CreateLinkError::SlugTaken)),
                    ..ImportResult::default()
                },
            ],
        }
    }
}

/// What became of a row.
#[derive(Default, Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct ImportResult {
    /// On which line of a CSV file it begins, from 1.
    pub line: Option<u64>,
    /// Which item of a JSON list it is, from 0.
    pub index: Option<u64>,
    /// 201 when it was imported, or would be; else the status that `createLink` would have answered with.
    pub status: u16,
    /// The id of its link; not in a dry run.
    pub id: Option<i64>,
    /// The code of its link; in a dry run, only one that the row names.
    pub slug: Option<String>,
    /// Where its link can be followed; not in a dry run.
    pub share_url: Option<String>,
    /// Why it was refused.
    pub problem: Option<ProblemBody>,
}
