//! Request bodies.

mod json_object;
mod optional;
mod shape;

use poem::http::header;
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::de::DeserializeOwned;

pub use self::json_object::JsonObject;
pub use self::optional::OptionalBody;
use crate::http::problem::Problem;

/// The body of a request: one JSON object, read by `serde` and documented by `poem-openapi`.
///
/// An invalid body is answered 400 with the field, never with its value; a body of another media type 415. `T` MUST have
/// `#[serde(deny_unknown_fields)]`, so that a misspelt field is not ignored.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<T: Type> Payload for JsonBody<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    /// `application/json` or any `…+json`, with any parameters.
    fn check_content_type(content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        essence == Self::CONTENT_TYPE
            || essence.split_once('/').is_some_and(|(kind, name)| {
                !kind.is_empty() && name.len() > 5 && name.ends_with("+json")
            })
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + DeserializeOwned> JsonBody<T> {
    /// Reads the bytes of a request's body.
    fn from_bytes(request: &Request, body: &[u8]) -> Result<Self, Problem> {
        let content_type = request.header(header::CONTENT_TYPE.as_str());
        // An empty body needs no media type.
        let is_json = content_type.map_or(body.is_empty(), Self::check_content_type);
        if !is_json {
            return Err(Problem::unsupported_media_type());
        }
        shape::read_object(body).map(Self)
    }
}

impl<'a, T: Type + DeserializeOwned> ApiExtractor<'a> for JsonBody<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: Self::CONTENT_TYPE,
                schema: Self::schema_ref(),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let bytes = body.take()?.into_bytes().await?;
        Ok(Self::from_bytes(request, &bytes)?)
    }
}
