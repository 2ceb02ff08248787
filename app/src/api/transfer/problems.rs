//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why nothing of a file was imported.
    pub ImportLinksProblem {
        400 "malformed-json: the file is not JSON: EOF while parsing a list at line 1 column 1",
        401,
        413,
        415 "unsupported-media-type: The body is declared neither as CSV nor as JSON nor as a form, or as CSV that is not UTF-8",
        422 "invalid: the file cannot be imported as it is",
        503,
    }

    /// Why links are not exported.
    pub ExportLinksProblem {
        400 "invalid-parameter: format must be one of csv, json, xlsx",
        401,
        409 "workbook-too-large: the links do not fit into a workbook; export them as CSV or JSON",
        503,
    }
}
