use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::link::ImportOptions;
use korotko_core::ports::Clock;
use poem_openapi::param::Query;
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};

use super::account_dto::AccountRecord;
use super::account_response::account_body;
use super::download::{
    CACHE_CONTROL, CsvText, JsonList, JsonObject, WorkbookBytes, disposition, streamed,
};
use super::dto::ImportReport;
use super::export::{ExportFormat, links_file};
use super::import_file::ImportFile;
use super::outcomes::Outcomes;
use super::problems::{ExportLinksProblem, ImportLinksProblem};
use super::records::LinkRecord;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::problems::SessionProblem;

/// The path of the import.
pub const IMPORT_PATH: &str = "/api/links/import";

/// Import and export.
pub struct TransferApi {
    pub(in crate::api) korotko: Korotko,
    /// The date in file names.
    pub(in crate::api) clock: Arc<dyn Clock>,
    /// The maximum number of rows of an import file.
    pub(in crate::api) max_rows: usize,
}

impl TransferApi {
    fn disposition(&self, subject: &str, extension: &str) -> String {
        disposition(subject, extension, self.clock.now())
    }
}

#[derive(ApiResponse)]
enum Imported {
    /// The file was processed. `results` has the outcome of each row.
    #[oai(status = 200)]
    Report(JsonObject<ImportReport>),
}

#[derive(ApiResponse)]
enum LinksExported {
    /// The file.
    #[oai(status = 200)]
    File(
        LinksFile,
        /// The file name.
        #[oai(header = "Content-Disposition")]
        String,
        /// Always `private, no-store`.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ResponseContent)]
enum LinksFile {
    Csv(CsvText),
    Json(JsonList<LinkRecord>),
    Xlsx(WorkbookBytes),
}

#[derive(ApiResponse)]
enum AccountExported {
    /// The file.
    #[oai(status = 200)]
    File(
        JsonObject<AccountRecord>,
        /// The file name.
        #[oai(header = "Content-Disposition")]
        String,
        /// Always `private, no-store`.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[OpenApi(prefix_path = "/api")]
impl TransferApi {
    /// Import links
    ///
    /// Creates a link from each row of a CSV or JSON file, such as one from `exportLinks`. A failed row does not stop the others, unless
    /// `atomic` is set. Collections are found by name, and created if missing. If a JSON file is cut off, the rows before are imported,
    /// and the last result says where the file ends.
    #[oai(
        path = "/links/import",
        method = "post",
        operation_id = "importLinks",
        tag = "Tag::Links"
    )]
    async fn import(
        &self,
        user: SignedIn,
        /// Validate only; nothing is changed.
        #[oai(default)]
        dry_run: Query<bool>,
        /// Import all rows or none.
        #[oai(default)]
        atomic: Query<bool>,
        file: ImportFile,
    ) -> Result<Imported, ImportLinksProblem> {
        let (dry_run, atomic) = (dry_run.0, atomic.0);
        let options = ImportOptions { dry_run, atomic };
        let file = file.open(self.max_rows).await?;
        let outcomes = Outcomes::import(&self.korotko.links, user.0.id, file, options).await?;
        let body = streamed(outcomes.report()).await?;
        Ok(Imported::Report(JsonObject::new(body)))
    }

    /// Export links
    ///
    /// Returns a file of all your links outside the trash, oldest first. `importLinks` accepts the CSV and JSON files. Use `xlsx` to edit
    /// links in a spreadsheet, which would change slugs such as `007` when it opens CSV; save the workbook as CSV UTF-8 to import it.
    /// In CSV and workbooks, a cell that would be read as a formula starts with an extra apostrophe. An aborted response is incomplete.
    #[oai(
        path = "/links/export",
        method = "get",
        operation_id = "exportLinks",
        tag = "Tag::Links"
    )]
    async fn export(
        &self,
        user: SignedIn,
        /// The format of the file.
        #[oai(default)]
        format: Query<ExportFormat>,
    ) -> Result<LinksExported, ExportLinksProblem> {
        let pieces = links_file(&self.korotko.links, user.0.id, format.0, Box::new(|| {})).await?;
        let body = streamed(pieces).await?;
        let (file, extension) = match format.0 {
            ExportFormat::Csv => (LinksFile::Csv(CsvText(body)), "csv"),
            ExportFormat::Json => (LinksFile::Json(JsonList::new(body)), "json"),
            ExportFormat::Xlsx => (LinksFile::Xlsx(WorkbookBytes(body)), "xlsx"),
        };
        let disposition = self.disposition("links", extension);
        Ok(LinksExported::File(
            file,
            disposition,
            CACHE_CONTROL.to_owned(),
        ))
    }

    /// Export your account
    ///
    /// Returns all your data as one JSON object: account, API keys without their secrets, collections, schedules, reports, links including
    /// those in the trash, and clicks by link, day (UTC) and dimension. An aborted response is incomplete.
    #[oai(
        path = "/users/me/export",
        method = "get",
        operation_id = "exportAccount",
        tag = "Tag::Accounts"
    )]
    async fn export_account(&self, user: SignedIn) -> Result<AccountExported, SessionProblem> {
        let body = account_body(&self.korotko, &user.0, self.clock.now()).await?;
        let file = JsonObject::new(body);
        let disposition = self.disposition("account", "json");
        Ok(AccountExported::File(
            file,
            disposition,
            CACHE_CONTROL.to_owned(),
        ))
    }
}
