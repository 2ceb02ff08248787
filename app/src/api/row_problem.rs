use korotko_core::fault::Fault;
use korotko_core::link::CreateLinkError;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::http::problem_body::ProblemBody;
use crate::problem::{FieldError, Problem};

/// Why one of many things was refused: what a request for it alone would have been answered (RFC 9457).
#[derive(Debug, Clone, Object)]
#[oai(example)]
pub(crate) struct RowProblem {
    /// A URI that names the kind of problem: `urn:korotko:problem:` and the code.
    #[oai(rename = "type")]
    pub(crate) kind: String,
    /// The kind of problem in words.
    pub(crate) title: String,
    /// The HTTP status code that a request for this alone would have been answered with.
    pub(crate) status: u16,
    /// The kind of problem, for programs: stable and in kebab-case.
    pub(crate) code: String,
    /// What happened this time, for people.
    pub(crate) detail: String,
    /// Every field that is wrong.
    #[oai(skip_serializing_if_is_empty, default)]
    pub(crate) errors: Vec<FieldError>,
}

impl RowProblem {
    /// The refusal that this failure is.
    pub(crate) fn of(fault: &dyn Fault) -> Self {
        Problem::of(fault).into_body().into()
    }
}

impl From<ProblemBody> for RowProblem {
    fn from(body: ProblemBody) -> Self {
        Self {
            kind: body.kind,
            title: body.title,
            status: body.status,
            code: body.code,
            detail: body.detail,
            errors: body.errors,
        }
    }
}

impl Example for RowProblem {
    fn example() -> Self {
        Self::of(&CreateLinkError::SlugTaken)
    }
}
