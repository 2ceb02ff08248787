//! Parses JSON, and reports the invalid field without its value.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::http::problem::{FieldError, Problem};

/// Some programs prefix UTF-8 with it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The maximum length of an unknown name in the response, in characters.
const MAX_NAME: usize = 64;

/// Parses one JSON object.
pub(super) fn read_object<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
    match start {
        None => return Err(malformed("the body is empty; send a JSON object")),
        Some(b'{') => {}
        // `serde` accepts an array of the fields in order for an object, which is not documented.
        Some(b'[') => return Err(not_an_object()),
        Some(_) => {
            check_syntax(body)?;
            return Err(not_an_object());
        }
    }
    let mut source = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut source);
    let value = value.map_err(|error| problem(body, error.path(), error.inner()))?;
    source
        .end()
        .map_err(|error| malformed(&without_input(&error)))?;
    Ok(value)
}

fn problem(body: &[u8], path: &Path, error: &serde_json::Error) -> Problem {
    // `serde_json` also reports a syntax error for an array in the place of an enumeration.
    if let (false, Err(malformed)) = (error.is_data(), check_syntax(body)) {
        return malformed;
    }
    let error = field_error(path, &error.to_string());
    if error.field.is_empty() {
        return Problem::bad_request("invalid-body", format!("the body {}", error.message));
    }
    Problem::bad_field("invalid-body", error)
}

/// Fails unless the body is valid JSON.
fn check_syntax(body: &[u8]) -> Result<(), Problem> {
    let read = serde_json::from_slice::<Value>(body);
    read.map(drop)
        .map_err(|error| malformed(&without_input(&error)))
}

fn not_an_object() -> Problem {
    Problem::bad_request("invalid-body", "the body must be a JSON object")
}

fn malformed(detail: &str) -> Problem {
    Problem::bad_request("malformed-json", detail)
}

/// The message of a syntax error, which is one of a fixed list, with its position.
fn without_input(error: &serde_json::Error) -> String {
    format!("the body is not JSON: {error}")
}

/// Parses the text of a `serde` error, which has no other details; the prefixes are those of `serde::de::Error`.
fn field_error(path: &Path, text: &str) -> FieldError {
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    let quoted = |start| {
        text.strip_prefix(start)
            .and_then(|rest: &str| rest.strip_suffix('`'))
    };
    let path: Vec<&Segment> = path.iter().collect();
    if let Some(name) = quoted("missing field `") {
        FieldError::new(dotted(&path, name), "is missing")
    } else if let Some(name) = quoted("duplicate field `") {
        FieldError::new(dotted(&path, name), "is given more than once")
    } else if let Some((name, known)) = unknown_field(text) {
        // The path ends with the name already, unless the error is found at the end of the object.
        let parent = match path.split_last() {
            Some((Segment::Map { .. }, parent)) => parent,
            _ => &path,
        };
        let name: String = name.chars().take(MAX_NAME).collect();
        FieldError::new(dotted(parent, &name), not_known(known))
    } else {
        FieldError::new(dotted(&path, ""), mistyped(text))
    }
}

/// The name in ``unknown field `…`, expected …``, and what is expected. The name is from the client and may contain anything.
fn unknown_field(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("unknown field `")?;
    let ends = ["`, expected ", "`, there are no fields"];
    ends.iter().find_map(|end| rest.rsplit_once(end))
}

/// `known` is, for example, ``one of `a`, `b` ``, or empty.
fn not_known(known: &str) -> String {
    let names: Vec<_> = known.split('`').skip(1).step_by(2).collect();
    if names.is_empty() {
        return "is not a known field; there are none".to_owned();
    }
    format!("is not a known field; known are {}", names.join(", "))
}

/// The part after the last `, expected ` is ours; the part before may contain the value.
fn mistyped(text: &str) -> String {
    let Some((_, expected)) = text.rsplit_once(", expected ") else {
        return "must have the documented type".to_owned();
    };
    match expected {
        "u8" => format!("must be a whole number from 0 to {}", u8::MAX),
        "u16" => format!("must be a whole number from 0 to {}", u16::MAX),
        "u32" => format!("must be a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "must be a whole number, 0 or more".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "must be a whole number, such as 1".to_owned(),
        "f32" | "f64" => "must be a number, such as 0.5".to_owned(),
        "a boolean" => "must be true or false".to_owned(),
        // The text of one of our own parsers.
        wanted if wanted.starts_with("must ") => wanted.to_owned(),
        "a sequence" => "must be a list".to_owned(),
        "a map" => "must be an object".to_owned(),
        "string or map" | "unit" => "must be a string".to_owned(),
        kind if kind.starts_with("struct ") => "must be an object".to_owned(),
        other => format!("must be {other}"),
    }
}

/// The path of `name` (unless empty) in the value at `path`: `a.b`, `a[0]`.
fn dotted(path: &[&Segment], name: &str) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } => push_key(&mut text, key),
            // The field is not a plain string.
            Segment::Enum { .. } => {}
            Segment::Unknown => push_key(&mut text, "?"),
        }
    }
    push_key(&mut text, name);
    text
}

fn push_key(text: &mut String, key: &str) {
    if !text.is_empty() && !key.is_empty() {
        text.push('.');
    }
    text.push_str(key);
}
