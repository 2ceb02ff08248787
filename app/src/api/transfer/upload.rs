//! The file of an import: the body itself, or the only file of a form.

use bytes::Bytes;
use korotko_linkfile::{Format, is_workbook};
use poem::http::{StatusCode, header};
use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::payload::Payload;

use super::records::ImportRecord;
use crate::http::JsonBody;
use crate::problem::{FieldError, Problem};

/// The maximum size of an import file in bytes: a hundred thousand links of a hundred bytes each.
pub const IMPORT_BODY_LIMIT: usize = 10 * 1024 * 1024;

/// The prefix of the media types of forms.
const MULTIPART: &str = "multipart/";

/// Media types that say nothing about the content: some clients send them for unknown file names.
const UNSPECIFIC: [&str; 2] = ["application/octet-stream", "text/plain"];

/// The media types of CSV. Browsers send the second one where Excel is installed.
pub(super) const CSV: [&str; 2] = ["text/csv", "application/vnd.ms-excel"];

/// Reads the file and its format. A workbook passes with any media type, so that it gets an error of its own.
pub(super) async fn read(request: &Request, body: &mut RequestBody) -> Result<(Format, Bytes)> {
    let declared = request.header(header::CONTENT_TYPE.as_str());
    let is_form = declared
        .and_then(|declared| declared.get(..MULTIPART.len()))
        .is_some_and(|start| start.eq_ignore_ascii_case(MULTIPART));
    if is_form {
        return Ok(read_form(request, body).await?);
    }
    let bytes = body.take()?.into_bytes().await?;
    // An empty body needs no media type.
    let format = match declared {
        None if bytes.is_empty() => Format::Csv,
        declared => format(declared.unwrap_or_default(), &bytes)?,
    };
    Ok((format, bytes))
}

async fn read_form(request: &Request, body: &mut RequestBody) -> Result<(Format, Bytes), Problem> {
    let form = Multipart::from_request(request, body).await;
    let mut form = form.map_err(|_| bad_form("must be a valid multipart form"))?;
    let broken = |_| bad_form("must be a complete multipart form");
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if file.is_some() || field.file_name().is_none() {
            return Err(bad_form(
                "must be a form with exactly one file and no other field",
            ));
        }
        let declared = field.content_type().unwrap_or(UNSPECIFIC[0]).to_owned();
        let named = field.file_name().and_then(Format::from_file_name);
        let bytes: Bytes = field.bytes().await.map_err(broken)?.into();
        let format = if UNSPECIFIC.contains(&declared.as_str()) {
            named.unwrap_or_else(|| Format::detect(&bytes))
        } else {
            format(&declared, &bytes)?
        };
        file = Some((format, bytes));
    }
    file.ok_or_else(|| bad_form("must be a form with exactly one file and no other field"))
}

fn bad_form(why: &str) -> Problem {
    Problem::bad_field("invalid-body", FieldError::new("body", why))
}

fn format(declared: &str, file: &[u8]) -> Result<Format, Problem> {
    if JsonBody::<ImportRecord>::check_content_type(declared) {
        return Ok(Format::Json);
    }
    let mut parts = declared.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    if !CSV.iter().any(|csv| essence.eq_ignore_ascii_case(csv)) {
        if is_workbook(file) {
            return Ok(Format::Csv);
        }
        return Err(unsupported_type());
    }
    let named = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim_matches('"').to_ascii_lowercase();
        name.eq_ignore_ascii_case("charset").then_some(value)
    };
    match parts.find_map(named).as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii") => Ok(Format::Csv),
        Some(_) => Err(unsupported("must have the charset utf-8")),
    }
}

/// 415: the file is neither CSV nor JSON nor a form.
pub(super) fn unsupported_type() -> Problem {
    unsupported("must be text/csv, application/json or multipart/form-data")
}

fn unsupported(why: &str) -> Problem {
    Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        .with_errors(vec![FieldError::new("Content-Type", why)])
}
