use bytes::Bytes;
use poem::http::{StatusCode, header};
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::download::{CsvText, JsonList};
use super::dto::ImportRecord;
use super::file::{FileError, Format, LinkFile};
use crate::http::JsonBody;
use crate::problem::{FieldError, Problem};

/// The body of a request: a file of links, as CSV or JSON.
pub(super) struct ImportFile {
    format: Format,
    bytes: Bytes,
}

impl ImportFile {
    /// The file, if it is one and has at most `most` rows. A large file takes a while, which must not hold up other requests.
    pub(super) async fn open(self, most: usize) -> Result<LinkFile<Bytes>, Problem> {
        let Self { format, bytes } = self;
        let opening = tokio::task::spawn_blocking(move || LinkFile::open(format, bytes, most));
        match opening.await {
            Ok(file) => file.map_err(|error: FileError| Problem::of(&error)),
            Err(error) => {
                tracing::error!(%error, "a file could not be read");
                Err(Problem::internal())
            }
        }
    }
}

/// Without content there is nothing whose type could be wrong.
fn format(content_type: Option<&str>, empty: bool) -> Result<Format, Problem> {
    let Some(content_type) = content_type else {
        let nothing = empty.then_some(Format::Csv);
        return nothing.ok_or_else(|| unsupported("must be text/csv or application/json"));
    };
    if JsonBody::<ImportRecord>::check_content_type(content_type) {
        return Ok(Format::Json);
    }
    let mut parts = content_type.split(';').map(str::trim);
    if !parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("text/csv"))
    {
        return Err(unsupported("must be text/csv or application/json"));
    }
    let named = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim_matches('"').to_ascii_lowercase();
        name.eq_ignore_ascii_case("charset").then_some(value)
    };
    match parts.find_map(named).as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii") => Ok(Format::Csv),
        Some(_) => Err(unsupported("must name no other charset than utf-8")),
    }
}

fn unsupported(why: &str) -> Problem {
    Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        .with_errors(vec![FieldError::new("Content-Type", why)])
}

impl<'a> ApiExtractor<'a> for ImportFile {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <JsonList<ImportRecord> as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content = |content_type, schema| MetaMediaType {
            content_type,
            schema,
        };
        Some(MetaRequest {
            description: None,
            content: vec![
                content("text/csv", CsvText::schema_ref()),
                content("application/json", JsonList::<ImportRecord>::schema_ref()),
            ],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let bytes = body.take()?.into_bytes().await?;
        let content_type = request.header(header::CONTENT_TYPE.as_str());
        let format = format(content_type, bytes.is_empty())?;
        Ok(Self { format, bytes })
    }
}
