//! The problems of each operation.

use korotko_core::rate_limit::Policy;
use korotko_linkfile::FileError;

use super::import_file::problem;
use super::upload::{IMPORT_BODY_LIMIT, unsupported_type};
use crate::api::problems::invalid_parameter;
use crate::api::rate_limited::rate_limited;
use crate::http::problem::Problem;
use crate::problems;

problems! {
    /// Why a file was not imported.
    pub ImportLinksProblem {
        400 => [
            Problem::bad_request("malformed-json", "the file is not JSON: EOF while parsing a list at line 1 column 1"),
            problem(&FileError::NotList),
            invalid_parameter("dry_run", "must be true or false"),
        ],
        401,
        413 => [Problem::body_too_large(IMPORT_BODY_LIMIT)],
        415 => [unsupported_type(), Problem::unsupported_content_coding()],
        422 => [problem(&FileError::Empty)],
        429 => [rate_limited(Policy::LinkImports)],
        503,
    }

    /// Why links are not exported.
    pub ExportLinksProblem {
        400 => [invalid_parameter("format", "must be one of csv, json, xlsx")],
        401,
        409 => [Problem::conflict("workbook-too-large", "the links do not fit into a workbook; export them as CSV or JSON")],
        503,
    }
}
