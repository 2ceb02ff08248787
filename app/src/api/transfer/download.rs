//! Responses that are files: how they are sent and documented.

use std::marker::PhantomData;

use futures_util::stream::{StreamExt, TryStreamExt, iter};
use korotko_core::ports::{StoreError, Timestamp};
use korotko_linkfile::{CsvWriter, JsonWriter, WorkbookWriter};
use poem::{Body, IntoResponse, Response};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{Example, ToJSON, Type};
use tracing::Span;

use super::pieces::Pieces;
use crate::problem::causes;

/// Files are for their owner only, and never cached (RFC 9111 5.2.2).
pub(super) const CACHE_CONTROL: &str = "private, no-store";

/// The `Content-Disposition` of a file, with the date in its name (RFC 6266).
pub(super) fn disposition(subject: &str, extension: &str, now: Timestamp) -> String {
    let day = now.format("%Y-%m-%d");
    format!("attachment; filename=\"korotko-{subject}-{day}.{extension}\"")
}

/// CSV (RFC 4180) with a header line.
pub(super) struct CsvText(pub(super) Body);

/// An Excel workbook.
pub(super) struct WorkbookBytes(pub(super) Body);

/// A JSON list of `T`.
pub(super) struct JsonList<T>(Body, PhantomData<T>);

/// A JSON object `T`.
pub(super) struct JsonObject<T>(Body, PhantomData<T>);

impl<T> JsonList<T> {
    pub(super) fn new(body: Body) -> Self {
        Self(body, PhantomData)
    }
}

impl<T> JsonObject<T> {
    pub(super) fn new(body: Body) -> Self {
        Self(body, PhantomData)
    }
}

/// A streamed body. The first piece is read at once, so that an unavailable store is answered with a problem. A later failure aborts the
/// response, which every client detects (RFC 9112 7.1).
pub(super) async fn streamed(mut pieces: Pieces) -> Result<Body, StoreError> {
    let first = pieces.try_next().await?;
    let span = Span::current();
    let rest = pieces.inspect_err(move |error| {
        tracing::error!(parent: &span, event = "response_aborted", cause = causes(error), "a response stream is aborted");
    });
    let all = iter(first.map(Ok)).chain(rest);
    Ok(Body::from_bytes_stream(all.map_err(std::io::Error::other)))
}

impl Payload for CsvText {
    const CONTENT_TYPE: &'static str = "text/csv";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            example: Some(CsvWriter::example().into()),
            ..MetaSchema::new("string")
        }))
    }
}

impl IntoResponse for CsvText {
    fn into_response(self) -> Response {
        answer(CsvWriter::MEDIA_TYPE, self.0)
    }
}

impl Payload for WorkbookBytes {
    const CONTENT_TYPE: &'static str = WorkbookWriter::MEDIA_TYPE;

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
    }
}

impl IntoResponse for WorkbookBytes {
    fn into_response(self) -> Response {
        answer(WorkbookWriter::MEDIA_TYPE, self.0)
    }
}

impl<T: Type + Example + ToJSON> Payload for JsonList<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            items: Some(Box::new(T::schema_ref())),
            example: vec![T::example()].to_json(),
            ..MetaSchema::new("array")
        }))
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type> Payload for JsonObject<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

fn answer(media_type: &str, body: Body) -> Response {
    Response::builder().content_type(media_type).body(body)
}

impl<T: Send> IntoResponse for JsonList<T> {
    fn into_response(self) -> Response {
        answer(JsonWriter::MEDIA_TYPE, self.0)
    }
}

impl<T: Send> IntoResponse for JsonObject<T> {
    fn into_response(self) -> Response {
        answer(JsonWriter::MEDIA_TYPE, self.0)
    }
}
