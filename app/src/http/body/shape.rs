//! Reads JSON, and says of what cannot be read which field it is, without a word of what was sent.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::http::problem::{FieldError, Problem};

/// Some programs put it before UTF-8; it is none of the text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The longest name of an unknown field that is repeated, in characters.
const MAX_NAME: usize = 64;

/// Reads one JSON object.
pub(super) fn read_object<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
    match start {
        None => return Err(malformed("the body is empty; send a JSON object")),
        Some(b'{') => {}
        // `serde` reads a list as an object of which it has the fields in their order; the document promises no such thing.
        Some(b'[') => return Err(no_object()),
        Some(_) => {
            check_syntax(body)?;
            return Err(no_object());
        }
    }
    let mut source = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut source);
    let value = value.map_err(|error| refuse(body, error.path(), error.inner()))?;
    source
        .end()
        .map_err(|error| malformed(&without_input(&error)))?;
    Ok(value)
}

fn refuse(body: &[u8], path: &Path, error: &serde_json::Error) -> Problem {
    // `serde_json` calls it a syntax error, too, when it comes upon a list where a word of an enum belongs.
    if let (false, Err(malformed)) = (error.is_data(), check_syntax(body)) {
        return malformed;
    }
    let error = field_error(path, &error.to_string());
    if error.field.is_empty() {
        return Problem::bad_request("invalid-body", format!("the body {}", error.message));
    }
    Problem::bad_field("invalid-body", error)
}

/// Whether it is JSON at all, whatever is meant by it.
fn check_syntax(body: &[u8]) -> Result<(), Problem> {
    let read = serde_json::from_slice::<Value>(body);
    read.map(drop)
        .map_err(|error| malformed(&without_input(&error)))
}

fn no_object() -> Problem {
    Problem::bad_request("invalid-body", "the body must be a JSON object")
}

fn malformed(detail: &str) -> Problem {
    Problem::bad_request("malformed-json", detail)
}

/// What `serde_json` says of broken syntax is from a fixed list, with a position.
fn without_input(error: &serde_json::Error) -> String {
    format!("the body is not JSON: {error}")
}

/// `serde` tells what happened in its text alone; these are the beginnings of `serde::de::Error`.
fn field_error(path: &Path, text: &str) -> FieldError {
    let text = text.rsplit_once(" at line ").map_or(text, |(text, _)| text);
    let quoted = |start| {
        text.strip_prefix(start)
            .and_then(|rest: &str| rest.strip_suffix('`'))
    };
    let way: Vec<&Segment> = path.iter().collect();
    if let Some(name) = quoted("missing field `") {
        FieldError::new(dotted(&way, name), "is missing")
    } else if let Some(name) = quoted("duplicate field `") {
        FieldError::new(dotted(&way, name), "is there twice")
    } else if let Some((name, known)) = unknown_field(text) {
        // Such a path ends in the name already, unless it was only missed when all was read.
        let parent = match way.split_last() {
            Some((Segment::Map { .. }, parent)) => parent,
            _ => &way,
        };
        let name: String = name.chars().take(MAX_NAME).collect();
        FieldError::new(dotted(parent, &name), not_known(known))
    } else {
        FieldError::new(dotted(&way, ""), mistyped(text))
    }
}

/// The name in ``unknown field `…`, expected …``, and what is expected. The name is the client's own, so anything may be in it.
fn unknown_field(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("unknown field `")?;
    let ends = ["`, expected ", "`, there are no fields"];
    ends.iter().find_map(|end| rest.rsplit_once(end))
}

/// `known` is such as ``one of `a`, `b` ``, or nothing.
fn not_known(known: &str) -> String {
    let names: Vec<_> = known.split('`').skip(1).step_by(2).collect();
    if names.is_empty() {
        return "is not a known field; there are none".to_owned();
    }
    format!("is not a known field; known are {}", names.join(", "))
}

/// Only what follows the last `, expected ` is ours; the value that was sent stands before it.
fn mistyped(text: &str) -> String {
    let Some((_, expected)) = text.rsplit_once(", expected ") else {
        return "must be of the type that the document tells".to_owned();
    };
    match expected {
        "u8" => format!("must be a whole number from 0 to {}", u8::MAX),
        "u16" => format!("must be a whole number from 0 to {}", u16::MAX),
        "u32" => format!("must be a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "must be a whole number, 0 or more".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "must be a whole number, such as 1".to_owned(),
        "f32" | "f64" => "must be a number, such as 0.5".to_owned(),
        "a boolean" => "must be true or false".to_owned(),
        // What one of our own readers wants, in a whole sentence.
        wanted if wanted.starts_with("must ") => wanted.to_owned(),
        "a sequence" => "must be a list".to_owned(),
        "a map" => "must be an object".to_owned(),
        "string or map" | "unit" => "must be a string".to_owned(),
        kind if kind.starts_with("struct ") => "must be an object".to_owned(),
        other => format!("must be {other}"),
    }
}

/// The way to `name` (if it is not empty) inside of what is at `way`: `a.b`, `a[0]`.
fn dotted(way: &[&Segment], name: &str) -> String {
    let mut text = String::new();
    for segment in way {
        match segment {
            Segment::Seq { index } => text.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } => push_key(&mut text, key),
            // What is wrong is that the field is more than a word.
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
