//! How an operation says which refusals it has: the macro `problems!`, and what it puts into the `OpenAPI` document.

use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef,
};
use poem_openapi::types::Type;

use super::Problem;

/// Declares the refusals of operations: the error type of each one's handler, with exactly these statuses in the document.
///
/// A status may be followed by a text; where the text begins with `code: `, the code is that of the example.
///
/// ```
/// korotko::problems! {
///     /// Why a greeting was refused.
///     pub GreetProblem {
///         400,
///         409 "name-taken: somebody else has this name",
///         503,
///     }
/// }
/// ```
///
/// Any [`Fault`](korotko_core::fault::Fault) and any [`Problem`] becomes one by `?`.
#[macro_export]
macro_rules! problems {
    ($($(#[$meta:meta])* $visibility:vis $name:ident { $($status:literal $($text:literal)?),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        $visibility struct $name($crate::http::problem::Problem);

        impl $name {
            const DOCUMENTED: &'static [(u16, &'static str)] = &[$(($status, concat!($($text)?))),+];
        }

        impl<T> From<T> for $name
        where
            $crate::http::problem::Problem: From<T>,
        {
            fn from(cause: T) -> Self {
                let problem = $crate::http::problem::Problem::from(cause);
                $crate::http::problem::documented::expect_documented(stringify!($name), Self::DOCUMENTED, &problem);
                Self(problem)
            }
        }

        impl From<$name> for ::poem::Error {
            fn from(problem: $name) -> Self {
                problem.0.into()
            }
        }

        impl ::poem::IntoResponse for $name {
            fn into_response(self) -> ::poem::Response {
                ::poem::IntoResponse::into_response(self.0)
            }
        }

        impl ::poem_openapi::ApiResponse for $name {
            fn meta() -> ::poem_openapi::registry::MetaResponses {
                $crate::http::problem::documented::meta(Self::DOCUMENTED)
            }

            fn register(registry: &mut ::poem_openapi::registry::Registry) {
                <$crate::http::problem::Problem as ::poem_openapi::payload::Payload>::register(registry);
            }
        }
    )+};
}

/// Complains in the log of a refusal that the operation does not document, other than a defect of the server.
pub fn expect_documented(operation: &str, documented: &[(u16, &str)], problem: &Problem) {
    let status = problem.status();
    if status != 500 && documented.iter().all(|(known, _)| *known != status) {
        tracing::error!(operation, status, "this refusal is not documented");
    }
}

/// The document's entry for these statuses, each with its text or else the usual one.
#[must_use]
pub fn meta(documented: &[(u16, &'static str)]) -> MetaResponses {
    let responses = documented
        .iter()
        .map(|&(status, text)| response(status, text))
        .collect();
    MetaResponses { responses }
}

fn response(status: u16, text: &'static str) -> MetaResponse {
    let (usual_code, usual_text) = usual(status);
    let description = if text.is_empty() { usual_text } else { text };
    let (code, detail) = leading_code(text).unwrap_or((usual_code, description));
    let schema = MetaSchema {
        all_of: vec![Problem::schema_ref()],
        example: Problem::example(status, code, detail),
        ..MetaSchema::ANY
    };
    MetaResponse {
        description,
        status: Some(status),
        status_range: None,
        content: vec![MetaMediaType {
            content_type: Problem::CONTENT_TYPE,
            schema: MetaSchemaRef::Inline(Box::new(schema)),
        }],
        headers: headers(status),
    }
}

/// `email-taken: the address is taken` begins with a code.
fn leading_code(text: &'static str) -> Option<(&'static str, &'static str)> {
    let (code, detail) = text.split_once(": ")?;
    let kebab =
        |content: char| content.is_ascii_lowercase() || content.is_ascii_digit() || content == '-';
    code.chars().all(kebab).then_some((code, detail))
}

fn usual(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => (
            "malformed-json",
            "The request cannot be read: broken JSON, or a field or parameter that is missing, unknown or mistyped",
        ),
        401 => (
            "token-missing",
            "Not signed in: there is no access token, or it is no good",
        ),
        403 => ("forbidden", "Not allowed"),
        404 => (
            "not-found",
            "There is no such thing, or none that the caller may know of",
        ),
        409 => ("conflict", "Something else stands against it"),
        410 => ("gone", "There was such a thing, and it is over"),
        412 => ("precondition-failed", "It was changed since it was read"),
        413 => ("body-too-large", "The body is too large"),
        415 => ("unsupported-media-type", "The body is not declared as JSON"),
        422 => (
            "invalid",
            "Well formed, but against the rules; all broken rules are named",
        ),
        429 => ("too-many-requests", "Too many requests; try again later"),
        500 => ("internal", "The server failed"),
        503 => ("unavailable", "Not possible now; try again soon"),
        _ => ("refused", "Refused"),
    }
}

fn headers(status: u16) -> Vec<MetaHeader> {
    match status {
        401 => vec![header::<String>(
            "WWW-Authenticate",
            "How to authenticate (RFC 6750)",
        )],
        429 | 503 => vec![header::<u64>(
            "Retry-After",
            "After how many seconds to try again",
        )],
        _ => Vec::new(),
    }
}

/// A header that an answer always has.
pub(crate) fn header<T: Type>(name: &str, description: &str) -> MetaHeader {
    MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: true,
        deprecated: false,
        schema: T::schema_ref(),
    }
}
