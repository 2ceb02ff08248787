//! The query of a request, held against the document: a misspelt filter that is ignored would find everything.

use std::collections::HashSet;
use std::sync::Arc;

use poem::{Endpoint, Request, Response, Result};
use url::form_urlencoded;

use super::arrival;
use crate::http::problem::{FieldError, Problem};
use crate::http::routes::Operation;

/// The longest name of an unknown parameter that is repeated, in characters.
const MAX_NAME: usize = 64;
/// The most parameters of which it is told what is wrong with them.
const MAX_ERRORS: usize = 16;

/// Refuses parameters that the operation does not know, and those that are given twice and can be given once.
pub(super) async fn check(
    next: Arc<impl Endpoint<Output = Response>>,
    request: Request,
) -> Result<Response> {
    let operation = arrival::route(&request)
        .filter(|route| route.checks_query())
        .and_then(|route| route.operation(request.method()));
    if let (Some(operation), Some(query)) = (operation, request.uri().query()) {
        let errors = errors(operation, query);
        if !errors.is_empty() {
            return Err(Problem::bad_fields("invalid-parameter", errors).into());
        }
    }
    next.call(request).await
}

fn errors(operation: &Operation, query: &str) -> Vec<FieldError> {
    let (mut seen, mut told) = (HashSet::new(), HashSet::new());
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
        if errors.len() < MAX_ERRORS && told.insert(name.clone()) {
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
