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

/// The body of an import: a file of links, as CSV or JSON.
pub(super) struct ImportFile {
    format: Format,
    bytes: Bytes,
}

/// The description of the body, with all columns.
static DESCRIPTION: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::from(
        "A file of up to 10 MiB in UTF-8, as the body itself or as the only file of a form.\n\n\
        **CSV**: the first line names the columns, in any order. The separator is a comma, semicolon or tab, or the one named by a \
        first line such as `sep=;`. Trailing cells may be missing. Items of lists are separated by commas; quote an item that contains \
        a comma. A leading apostrophe that protects a cell from being read as a formula, as in `'=1`, is removed.\n\n\
        **JSON**: an array of objects with the same names; lists are arrays.\n\n\
        | Column | Content |\n|---|---|\n",
    );
    for column in &COLUMNS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| `{}` | {} |", column.name, import_text(column));
    }
    text
});

impl ImportFile {
    /// Parses the file, which may have at most `max_rows` rows. A large file takes a while, so this does not block other requests.
    pub(super) async fn open(self, max_rows: usize) -> Result<LinkFile<Bytes>, Problem> {
        let Self { format, bytes } = self;
        let opening = tokio::task::spawn_blocking(move || LinkFile::open(format, bytes, max_rows));
        match opening.await {
            Ok(file) => file.map_err(|error| problem(&error)),
            Err(error) => {
                tracing::error!(event = "import_file_failed", %error, "an import file cannot be parsed");
                Err(Problem::internal())
            }
        }
    }
}

/// The problem of a file that cannot be imported at all.
pub(super) fn problem(error: &FileError) -> Problem {
    let body = || FieldError::new("body", error.to_string());
    match error {
        FileError::NotJson(_) => Problem::bad_request("malformed-json", error.to_string()),
        FileError::NotList => Problem::bad_field("invalid-body", body()),
        FileError::Workbook => Problem::invalid(error.to_string(), vec![body()]),
        _ => Problem::invalid("the file is invalid", vec![body()]),
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
