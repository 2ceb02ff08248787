//! The body of an error response.

use poem_openapi::Object;
use poem_openapi::types::Example;

/// An invalid field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct FieldError {
    /// The name of the field or parameter; `a.b` and `a[0]` for nested fields.
    pub field: String,
    /// What is wrong or wanted. Never repeats the value.
    pub message: String,
}

impl FieldError {
    /// An error of `field`.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        Self { field, message }
    }
}

/// An error (RFC 9457) of a request, or of one operation or row of it: then it is the error of the same operation in a request of its
/// own.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Problem", example, skip_serializing_if_is_none)]
pub(crate) struct ProblemBody {
    /// The URI of the problem type: `urn:korotko:problem:` followed by the code.
    #[oai(rename = "type")]
    pub(crate) kind: String,
    /// The problem type, for people.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The code of the problem type, for programs: stable, in kebab-case.
    pub(crate) code: String,
    /// What happened, for people.
    pub(crate) detail: String,
    /// All invalid fields.
    #[oai(skip_serializing_if_is_empty, default)]
    pub(crate) errors: Vec<FieldError>,
    /// The id to quote when you report a server error. Every response has it in the header `X-Request-Id`.
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
