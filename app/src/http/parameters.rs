//! What is wrong with a parameter of the path, the query or the header, in words that do not repeat it.

use crate::problem::{FieldError, Problem};

/// The 400 for one parameter, of which the framework says `reason`.
pub(super) fn problem(name: &str, reason: &str) -> Problem {
    Problem::bad_field("invalid-parameter", FieldError::new(name, message(reason)))
}

fn message(reason: &str) -> String {
    if let Some(rule) = reason.strip_prefix("verification failed. ") {
        return broken_rule(rule);
    }
    if reason.contains("expects an input value") {
        return "is missing".to_owned();
    }
    let kind = reason.split('"').nth(1).unwrap_or_default();
    if kind.starts_with("string_date-time") {
        return "must be a time such as 2026-12-01T00:00:00Z".to_owned();
    }
    if reason.contains("Expect a valid enumeration value.") {
        return "is none of the values that it can have".to_owned();
    }
    let message = match kind.split(['(', '_']).next().unwrap_or_default() {
        "integer" => "must be a whole number within range",
        "number" => "must be a number",
        "boolean" => "must be true or false",
        _ => "is not valid",
    };
    message.to_owned()
}

/// A validator calls itself `name(bound, …)`.
fn broken_rule(rule: &str) -> String {
    let (name, bounds) = rule.split_once('(').unwrap_or((rule, ""));
    let bound = bounds.split([',', ')']).next().unwrap_or_default();
    match name {
        "minimum" => format!("must be at least {bound}"),
        "maximum" => format!("must be at most {bound}"),
        "multipleOf" => format!("must be a multiple of {bound}"),
        "minLength" => format!("must have at least {bound} characters"),
        "maxLength" => format!("must have at most {bound} characters"),
        "minItems" => format!("must have at least {bound} items"),
        "maxItems" => format!("must have at most {bound} items"),
        _ => "is not valid".to_owned(),
    }
}
