use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::link::ImportOptions;
use korotko_core::ports::Clock;
use poem_openapi::param::Query;
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};

use super::account::account_file;
use super::account_dto::AccountRecord;
use super::download::{CACHE_CONTROL, CsvText, JsonList, JsonObject, WorkbookBytes, streamed};
use super::dto::ImportReport;
use super::export::{ExportFormat, links_file};
use super::import_file::ImportFile;
use super::outcomes::Outcomes;
use super::problems::{ExportLinksProblem, ImportLinksProblem};
use super::records::LinkRecord;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::problems::SessionProblem;

/// Where files are imported.
pub const IMPORT_PATH: &str = "/api/links/import";

/// The most bytes of a file that is imported: a hundred thousand links of a hundred bytes each.
pub const IMPORT_BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Links and accounts as files.
pub struct TransferApi {
    pub(in crate::api) korotko: Korotko,
    /// Gives files their date.
    pub(in crate::api) clock: Arc<dyn Clock>,
    /// The most rows of a file that is imported.
    pub(in crate::api) most_rows: usize,
}

impl TransferApi {
    /// Has a file saved under a name with its date (RFC 6266).
    fn disposition(&self, what: &str, ending: &str) -> String {
        let day = self.clock.now().format("%Y-%m-%d");
        format!("attachment; filename=\"korotko-{what}-{day}.{ending}\"")
    }
}

#[derive(ApiResponse)]
enum Imported {
    /// The file was gone through; each result says what became of its row.
    #[oai(status = 200)]
    Report(JsonObject<ImportReport>),
}

#[derive(ApiResponse)]
enum LinksExported {
    /// The links.
    #[oai(status = 200)]
    File(
        LinksFile,
        /// Under which name to save it.
        #[oai(header = "Content-Disposition")]
        String,
        /// It is not to be kept.
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
    /// The account.
    #[oai(status = 200)]
    File(
        JsonObject<AccountRecord>,
        /// Under which name to save it.
        #[oai(header = "Content-Disposition")]
        String,
        /// It is not to be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[OpenApi(prefix_path = "/api")]
impl TransferApi {
    /// Import links
    ///
    /// Creates a link of your own from each row of a file. A row that is refused does not stop the others. Collections are found
    /// by name, and created where they are missing. Where a file stops being JSON, the rows before are imported, and one more result
    /// says how far it was read.
    #[oai(
        path = "/links/import",
        method = "post",
        operation_id = "importLinks",
        tag = "Tag::Links"
    )]
    async fn import(
        &self,
        user: SignedIn,
        /// Whether only to tell what would become of each row, and to change nothing.
        #[oai(default)]
        dry_run: Query<bool>,
        /// Whether to import all rows or none.
        #[oai(default)]
        atomic: Query<bool>,
        file: ImportFile,
    ) -> Result<Imported, ImportLinksProblem> {
        let (dry_run, atomic) = (dry_run.0, atomic.0);
        let options = ImportOptions { dry_run, atomic };
        let file = file.open(self.most_rows).await?;
        let outcomes = Outcomes::import(&self.korotko.links, user.0.id, file, options).await?;
        let body = streamed(outcomes.report()).await?;
        Ok(Imported::Report(JsonObject::new(body)))
    }

    /// Export links
    ///
    /// All links of your own that are not deleted, oldest first. `importLinks` takes CSV and JSON. `xlsx` is for spreadsheets, which
    /// change some texts when they open CSV, such as the code `007`: open the workbook, save it as CSV UTF-8, and import that. In CSV
    /// and in a workbook, a cell that a spreadsheet would take for a formula has one more apostrophe in front. An answer that
    /// breaks off is not complete.
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
        let pieces = links_file(&self.korotko.links, user.0.id, format.0).await?;
        let body = streamed(pieces).await?;
        let (file, ending) = match format.0 {
            ExportFormat::Csv => (LinksFile::Csv(CsvText(body)), "csv"),
            ExportFormat::Json => (LinksFile::Json(JsonList::new(body)), "json"),
            ExportFormat::Xlsx => (LinksFile::Xlsx(WorkbookBytes(body)), "xlsx"),
        };
        let disposition = self.disposition("links", ending);
        Ok(LinksExported::File(
            file,
            disposition,
            CACHE_CONTROL.to_owned(),
        ))
    }

    /// Export one's own account
    ///
    /// Everything that is kept of the user, as one JSON object: the account, all collections, schedules and reports, all links
    /// with those in the trash, and the clicks of each link and of all links, by day (UTC) and dimension. An answer that breaks
    /// off is not complete.
    #[oai(
        path = "/users/me/export",
        method = "get",
        operation_id = "exportAccount",
        tag = "Tag::Accounts"
    )]
    async fn export_account(&self, user: SignedIn) -> Result<AccountExported, SessionProblem> {
        let pieces = account_file(&self.korotko, &user.0, self.clock.now());
        let file = JsonObject::new(streamed(pieces).await?);
        let disposition = self.disposition("account", "json");
        Ok(AccountExported::File(
            file,
            disposition,
            CACHE_CONTROL.to_owned(),
        ))
    }
}
