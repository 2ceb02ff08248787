//! Checks the names of query parameters: a misspelt filter would be ignored and match everything.

use std::collections::HashSet;

use poem::{Request, Result};
use url::form_urlencoded;

use super::arrival;
use crate::http::problem::{FieldError, Problem};
use crate::http::routes::Operation;

/// The maximum length of an unknown name in the response, in characters.
const MAX_NAME: usize = 64;
/// The maximum number of reported parameters.
const MAX_ERRORS: usize = 16;

/// Refuses unknown parameters, and repeated ones unless they may be repeated.
pub(super) fn check(request: &Request) -> Result<()> {
    let operation = arrival::route(request)
        .filter(|route| route.checks_query())
        .and_then(|route| route.operation(request.method()));
    if let (Some(operation), Some(query)) = (operation, request.uri().query()) {
        let errors = errors(operation, query);
        if !errors.is_empty() {
            return Err(Problem::bad_fields("invalid-parameter", errors).into());
        }
    }
    Ok(())
}

fn errors(operation: &Operation, query: &str) -> Vec<FieldError> {
    let (mut seen, mut reported) = (HashSet::new(), HashSet::new());
    let mut errors = Vec::new();
    for (name, _) in form_urlencoded::parse(query.as_bytes()) {
        let parameter = operation.query().find(|known| known.name == name);
        let message = match parameter {
            None => unknown(operation),
            Some(known) if !known.repeats && !seen.insert(name.clone()) => {
                "is given more than once; give it once".to_owned()
            }
            Some(_) => continue,
        };
        if errors.len() < MAX_ERRORS && reported.insert(name.clone()) {
            let name: String = name.chars().take(MAX_NAME).collect();
            errors.push(FieldError::new(name, message));
        }
    }
    errors
}

fn unknown(operation: &Operation) -> String {
    let known: Vec<_> = operation.query().map(|known| known.name.as_str()).collect();
    if known.is_empty() {
        return "is not a known parameter; there are none".to_owned();
    }
    let known = known.join(", ");
    format!("is not a known parameter; known are {known}")
}
