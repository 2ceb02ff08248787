//! The problems of an operation: the macro `problems!`, and what it adds to the `OpenAPI` document.

use poem::http::StatusCode;
use poem_openapi::payload::Payload;
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef,
};
use poem_openapi::types::Type;

use super::{FieldError, Problem};

/// Declares the error types of operations, and documents exactly the given statuses.
///
/// A status may be followed by examples, one for each problem code: errors that convert to a [`Problem`]. Without any, the document
/// has the usual examples of the status.
///
/// ```
/// use korotko_core::collection::CreateCollectionError;
///
/// korotko::problems! {
///     /// Why a collection was not created.
///     pub CreateProblem {
///         400,
///         409 => [CreateCollectionError::NameTaken],
///         503,
///     }
/// }
/// ```
///
/// Any [`Fault`](korotko_core::fault::Fault) and any [`Problem`] converts to such a type by `?`.
#[macro_export]
macro_rules! problems {
    ($($(#[$meta:meta])* $visibility:vis $name:ident {
        $($status:literal $(=> [$($example:expr),+ $(,)?])?),+ $(,)?
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        $visibility struct $name($crate::http::problem::Problem);

        impl $name {
            const DOCUMENTED: &'static [u16] = &[$($status),+];
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
                $crate::http::problem::documented::meta(vec![
                    $(($status, vec![$($($crate::http::problem::documented::example($example)),+)?])),+
                ])
            }

            fn register(registry: &mut ::poem_openapi::registry::Registry) {
                <$crate::http::problem::Problem as ::poem_openapi::payload::Payload>::register(registry);
            }
        }
    )+};
}

/// Logs a problem whose status the operation does not document, other than a defect of the server.
pub fn expect_documented(operation: &str, documented: &[u16], problem: &Problem) {
    let status = problem.status();
    if status != 500 && !documented.contains(&status) {
        tracing::error!(
            event = "problem_undocumented",
            operation,
            status,
            "the status of a problem is not documented"
        );
    }
}

/// An example as a problem.
#[must_use]
pub fn example(error: impl Into<Problem>) -> Problem {
    error.into()
}

/// The document's entries for these statuses with their examples.
#[must_use]
pub fn meta(documented: Vec<(u16, Vec<Problem>)>) -> MetaResponses {
    let responses = documented.into_iter();
    let responses = responses.map(|(status, examples)| response(status, examples));
    MetaResponses {
        responses: responses.collect(),
    }
}

/// The list of examples is in the place of one example: the macros know no others. The API's document has them by code.
fn response(status: u16, examples: Vec<Problem>) -> MetaResponse {
    let examples = if examples.is_empty() {
        usual_examples(status)
    } else {
        examples
    };
    let examples = examples.into_iter().filter_map(Problem::into_example);
    let schema = MetaSchema {
        all_of: vec![Problem::schema_ref()],
        example: Some(examples.collect()),
        ..MetaSchema::ANY
    };
    MetaResponse {
        description: description(status),
        status: Some(status),
        status_range: None,
        content: vec![MetaMediaType {
            content_type: Problem::CONTENT_TYPE,
            schema: MetaSchemaRef::Inline(Box::new(schema)),
        }],
        headers: headers(status),
    }
}

fn description(status: u16) -> &'static str {
    match status {
        400 => "The request is malformed",
        401 => "Authentication is required or has failed",
        403 => "Not allowed",
        404 => "Not found, or not yours",
        409 => "The request conflicts with the current state",
        410 => "No longer available",
        412 => "The resource has changed since you read it",
        413 => "The body is too large",
        415 => "The media type is not supported",
        422 => "The request breaks a rule; `errors` lists every broken rule",
        429 => "Too many requests",
        451 => "Not available for legal reasons",
        503 => "Temporarily unavailable",
        _ => "Refused",
    }
}

/// The problems that every operation with this status may return.
fn usual_examples(status: u16) -> Vec<Problem> {
    let bad_field =
        |code, field, message| Problem::bad_field(code, FieldError::new(field, message));
    match status {
        400 => vec![
            Problem::bad_request(
                "malformed-json",
                "the body is not JSON: EOF while parsing an object at line 1 column 1",
            ),
            bad_field("invalid-body", "url", "is missing"),
            bad_field(
                "invalid-parameter",
                "page",
                "is not a known parameter; there are none",
            ),
        ],
        401 => vec![Problem::missing_token(), Problem::invalid_token()],
        413 => vec![Problem::body_too_large(64 * 1024)],
        415 => vec![
            Problem::unsupported_media_type(),
            Problem::unsupported_content_coding(),
        ],
        503 => vec![Problem::unavailable()],
        _ => StatusCode::from_u16(status)
            .map_or_else(|_| Vec::new(), |status| vec![Problem::of_status(status)]),
    }
}

fn headers(status: u16) -> Vec<MetaHeader> {
    match status {
        401 => vec![header::<String>(
            "WWW-Authenticate",
            "The authentication scheme (RFC 6750).",
        )],
        429 => vec![
            retry_after(),
            header::<String>(
                "RateLimit",
                "What is left of each quota that applies: the uses, and if none is left, the seconds until one is \
                (draft-ietf-httpapi-ratelimit-headers-10).",
            ),
            header::<String>(
                "RateLimit-Policy",
                "Each quota that applies: the uses, and the seconds in which they are available again.",
            ),
        ],
        451 => vec![header::<String>(
            "Link",
            "The service that blocks, with the relation `blocked-by` (RFC 7725).",
        )],
        503 => vec![retry_after()],
        _ => Vec::new(),
    }
}

fn retry_after() -> MetaHeader {
    header::<u64>(
        "Retry-After",
        "The number of seconds to wait before you try again.",
    )
}

/// A header that a response always has.
pub(crate) fn header<T: Type>(name: &str, description: &str) -> MetaHeader {
    MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: true,
        deprecated: false,
        schema: T::schema_ref(),
    }
}
