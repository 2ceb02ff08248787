use std::fmt::Write;
use std::sync::LazyLock;

use bytes::Bytes;
use korotko_linkfile::{COLUMNS, FileError, Format, LinkFile};
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::download::{CsvText, JsonList};
use super::records::{ImportRecord, import_text};
use super::upload;
use crate::problem::{FieldError, Problem};

/// The body of a request: a file of links, as CSV or JSON.
pub(super) struct ImportFile {
    format: Format,
    bytes: Bytes,
}

/// What the document says of the body: every column there is.
static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::from(
        "A file of up to 10 MiB in UTF-8: as the body, or as the one file of a form.\n\n\
        The first line of CSV names its columns, in any order. Cells are separated by commas, semicolons or tabs, or by what a \
        first line `sep=;` names; cells at the end of a row may be missing. Lists have commas between their items; an item with a \
        comma stands in quotes. One apostrophe is taken off a cell that a spreadsheet would otherwise take for a formula, such as \
        `'=1`. JSON is a list of objects with fields of the same names, whose lists are lists.\n\n\
        | Column | What stands in it |\n|---|---|\n",
    );
    for column in &COLUMNS {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "| `{}` | {} |", column.name, import_text(column));
    }
    text
});

impl ImportFile {
    /// The file, if it is one and has at most `most` rows. A large file takes a while, which must not hold up other requests.
    pub(super) async fn open(self, most: usize) -> Result<LinkFile<Bytes>, Problem> {
        let Self { format, bytes } = self;
        let opening = tokio::task::spawn_blocking(move || LinkFile::open(format, bytes, most));
        match opening.await {
            Ok(file) => file.map_err(|error| refusal(&error)),
            Err(error) => {
                tracing::error!(%error, "a file could not be read");
                Err(Problem::internal())
            }
        }
    }
}

/// Why nothing of a file is imported.
fn refusal(error: &FileError) -> Problem {
    let body = || FieldError::new("body", error.to_string());
    match error {
        FileError::NotJson(_) => Problem::bad_request("malformed-json", error.to_string()),
        FileError::NotList => Problem::bad_field("invalid-body", body()),
        FileError::Workbook => Problem::invalid(error.to_string(), vec![body()]),
        _ => Problem::invalid("the file cannot be imported as it is", vec![body()]),
    }
}

impl<'a> ApiExtractor<'a> for ImportFile {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <JsonList<ImportRecord> as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let media_type = |content_type, schema| MetaMediaType {
            content_type,
            schema,
        };
        let csv = upload::CSV.map(|name| media_type(name, CsvText::schema_ref()));
        let json = media_type("application/json", JsonList::<ImportRecord>::schema_ref());
        let form = media_type("multipart/form-data", form_schema());
        Some(MetaRequest {
            description: Some(&DESCRIPTION),
            content: csv.into_iter().chain([json, form]).collect(),
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let (format, bytes) = upload::read(request, body).await?;
        Ok(Self { format, bytes })
    }
}

fn form_schema() -> MetaSchemaRef {
    let file = MetaSchema::new_with_format("string", "binary");
    MetaSchemaRef::Inline(Box::new(MetaSchema {
        required: vec!["file"],
        properties: vec![("file", MetaSchemaRef::Inline(Box::new(file)))],
        ..MetaSchema::new("object")
    }))
}
