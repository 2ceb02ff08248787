//! The JSON of the result of an import.

use korotko_core::link::CreateLinkError;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;
use crate::http::problem::ProblemBody;

/// The result of an import.
#[derive(Object)]
#[oai(example)]
pub(super) struct ImportReport {
    /// Whether this was a dry run, which changes nothing.
    pub dry_run: bool,
    /// The number of rows in the file.
    pub rows: u64,
    /// The number of rows that were imported, or would be.
    pub imported: u64,
    /// The number of rows that failed.
    pub failed: u64,
    /// The outcome of each row, in their order.
    pub results: Vec<ImportResult>,
}

impl Example for ImportReport {
    fn example() -> Self {
        Self {
            dry_run: false,
            rows: 2,
            imported: 1,
            failed: 1,
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

/// The outcome of a row.
#[derive(Default, Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct ImportResult {
    /// The first line of the row in a CSV file, from 1.
    pub line: Option<u64>,
    /// The index of the row in a JSON array, from 0.
    pub index: Option<u64>,
    /// 201 if the row was imported, or would be; otherwise the status that `createLink` would return.
    pub status: u16,
    /// The id of the link. Not in a dry run.
    pub id: Option<i64>,
    /// The slug of the link. In a dry run, only a slug from the file.
    pub slug: Option<String>,
    /// The short URL to share. Not in a dry run.
    pub share_url: Option<String>,
    /// Why the row failed.
    pub problem: Option<ProblemBody>,
}
