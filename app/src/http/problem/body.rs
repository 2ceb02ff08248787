//! The body of a refusal, as it is sent and documented.

use poem_openapi::Object;
use poem_openapi::types::Example;

/// A field of the request, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct FieldError {
    /// The name of the field as in the request; `a.b` and `a[0]` inside of other fields.
    pub field: String,
    /// What is wrong with it, without the value itself.
    pub message: String,
}

impl FieldError {
    /// Says that `field` is wrong because of `message`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        Self { field, message }
    }
}

/// Why a request was refused (RFC 9457), or one of the many things that it asked for: then it is what a request for that alone
/// would have been answered.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Problem", example, skip_serializing_if_is_none)]
pub(crate) struct ProblemBody {
    /// A URI that names the kind of problem: `urn:korotko:problem:` and the code.
    #[oai(rename = "type")]
    pub(crate) kind: String,
    /// The kind of problem in words.
    pub(crate) title: String,
    /// The HTTP status code of this answer, or of that to a request for this alone.
    pub(crate) status: u16,
    /// The kind of problem, for programs: stable and in kebab-case.
    pub(crate) code: String,
    /// What happened this time, for people.
    pub(crate) detail: String,
    /// Every field that is wrong.
    #[oai(skip_serializing_if_is_empty, default)]
    pub(crate) errors: Vec<FieldError>,
    /// What to quote when reporting a fault of the server; the header `X-Request-Id` has it on every answer.
    pub(crate) request_id: Option<String>,
}

impl Example for ProblemBody {
    fn example() -> Self {
        let error = FieldError::new(
            "email",
            "must be an e-mail address such as name@example.com",
        );
        Self {
            kind: "urn:korotko:problem:invalid".to_owned(),
            title: title("invalid"),
            status: 422,
            code: "invalid".to_owned(),
            detail: format!("{}: {}", error.field, error.message),
            errors: vec![error],
            request_id: None,
        }
    }
}

/// `email-taken` becomes `Email taken`.
pub(crate) fn title(code: &str) -> String {
    let words = code.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
