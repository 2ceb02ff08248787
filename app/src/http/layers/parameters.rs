//! Messages about invalid parameters of the path, the query or the header. They never repeat the value.

use crate::http::problem::{FieldError, Problem};
use crate::http::routes::Parameter;

/// The problem of a parameter, from the `reason` of the framework and its description `known` in the document.
pub(super) fn problem(name: &str, reason: &str, known: Option<&Parameter>) -> Problem {
    let error = FieldError::new(name, message(reason, known));
    Problem::bad_field("invalid-parameter", error)
}

fn message(reason: &str, known: Option<&Parameter>) -> String {
    let values = known.map_or(&[][..], |known| &known.values);
    if let Some(rule) = reason.strip_prefix("verification failed. ") {
        return broken_rule(rule);
    }
    if reason.contains("expects an input value") {
        return "is missing".to_owned();
    }
    if !values.is_empty() {
        return format!("must be one of {}", values.join(", "));
    }
    // The text of one of our own parsers, to which the framework adds its context.
    if let Some((_, wanted)) = reason.split_once("\": must ") {
        let wanted = wanted.split(" (occurred while").next().unwrap_or(wanted);
        return format!("must {wanted}");
    }
    let kind = reason.split('"').nth(1).unwrap_or_default();
    match kind.split(['(', '_']).next().unwrap_or_default() {
        "integer" => whole_number(known.map_or((None, None), |known| known.bounds)),
        "number" => "must be a number, such as 0.5".to_owned(),
        "boolean" => "must be true or false".to_owned(),
        _ => format!("must be of the type {kind}"),
    }
}

fn whole_number(bounds: (Option<i64>, Option<i64>)) -> String {
    match bounds {
        (Some(min), Some(max)) => {
            format!("must be a whole number from {min} to {max}")
        }
        (Some(min), None) => format!("must be a whole number, {min} or more"),
        _ => "must be a whole number, such as 1".to_owned(),
    }
}

/// The framework formats a validator as `name(bound, …)`.
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
        "pattern" => format!("must match {}", rule.trim_start_matches("pattern")),
        "uniqueItems" => "must not have an item twice".to_owned(),
        _ => format!("must satisfy {rule}"),
    }
}
