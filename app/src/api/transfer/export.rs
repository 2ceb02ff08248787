use std::io::{self, Read, Seek};

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt, TryStreamExt, try_unfold};
use korotko_core::fault::{Fault, FaultKind};
use korotko_core::id::UserId;
use korotko_core::link::{ExportedLink, Links};
use korotko_core::ports::StoreError;
use korotko_linkfile::{CsvWriter, Exported, JsonWriter, WorkbookError, WorkbookWriter};
use poem_openapi::Enum;
use tokio::task::spawn_blocking;

use super::pieces::{PIECE, Pieces, fixed, gathered};

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum, clap::ValueEnum)]
#[oai(rename_all = "lowercase", rename = "FileFormat")]
pub(crate) enum ExportFormat {
    /// CSV, for programs that read tables.
    #[default]
    Csv,
    /// JSON.
    Json,
    /// An Excel workbook.
    Xlsx,
}

/// What is called for each link that an export has read.
pub(crate) type LinkRead = Box<dyn FnMut() + Send>;

/// The number of links written to a workbook at a time.
const CHUNK: usize = 500;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The workbook could not be written.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The temporary file failed.
    #[error("cannot write the workbook to a temporary file")]
    File(#[from] io::Error),
}

/// All links of `owner` outside the trash, as a file. The stream fails unless it is complete.
pub(crate) async fn links_file(
    links: &Links,
    owner: UserId,
    format: ExportFormat,
    read: LinkRead,
) -> Result<Pieces, ExportError> {
    let exported = exported(links, owner, read);
    match format {
        ExportFormat::Csv => Ok(csv(exported)),
        ExportFormat::Json => Ok(json(exported)),
        ExportFormat::Xlsx => workbook(exported).await,
    }
}

fn csv(exported: impl ExportedLinks) -> Pieces {
    let (mut writer, mut head) = (CsvWriter::new(), Vec::new());
    writer.begin(&mut head);
    let records = exported.map_ok(move |(link, share_url)| {
        let mut record = Vec::new();
        let (link, share_url) = (&link, share_url.as_str());
        writer.write(Exported { link, share_url }, &mut record);
        record
    });
    Box::pin(gathered(fixed(head).chain(records)))
}

fn json(exported: impl ExportedLinks) -> Pieces {
    let (mut writer, mut head, mut tail) = (JsonWriter::new(), Vec::new(), Vec::new());
    writer.begin(&mut head);
    writer.end(&mut tail);
    let records = exported.map(move |exported| {
        let (link, share_url) = exported?;
        let mut record = Vec::new();
        let (link, share_url) = (&link, share_url.as_str());
        let written = writer.write(Exported { link, share_url }, &mut record);
        written.map_err(StoreError::internal)?;
        Ok(record)
    });
    Box::pin(gathered(fixed(head).chain(records).chain(fixed(tail))))
}

/// The beginning of a workbook depends on its end, so it is written completely before it is sent: to unnamed temporary files, to save
/// memory.
async fn workbook(exported: impl ExportedLinks) -> Result<Pieces, ExportError> {
    let mut writer = off_thread(|| Ok(WorkbookWriter::new()?)).await?;
    let mut chunks = exported.try_chunks(CHUNK).boxed();
    while let Some(chunk) = chunks.try_next().await.map_err(|failed| failed.1)? {
        writer = off_thread(move || {
            for (link, share_url) in &chunk {
                writer.write(Exported { link, share_url })?;
            }
            Ok(writer)
        })
        .await?;
    }
    let file = off_thread(move || {
        let mut file = tempfile::tempfile()?;
        writer.finish(io::BufWriter::new(&mut file))?;
        file.rewind()?;
        Ok(file)
    });
    let file = file.await?;
    Ok(Box::pin(try_unfold(file, |mut file| async move {
        let piece = off_thread(move || {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut file).take(PIECE as u64).read_to_end(&mut piece)?;
            Ok((piece, file))
        });
        let (piece, file) = piece.await.map_err(StoreError::internal)?;
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
    })))
}

/// Links with their share URLs.
trait ExportedLinks:
    Stream<Item = Result<(ExportedLink, String), StoreError>> + Send + 'static
{
}

impl<T> ExportedLinks for T where
    T: Stream<Item = Result<(ExportedLink, String), StoreError>> + Send + 'static
{
}

fn exported(links: &Links, owner: UserId, mut read: LinkRead) -> impl ExportedLinks + use<> {
    let exported = links.export(owner, false);
    let links = links.clone();
    exported.map_ok(move |link| {
        read();
        let share_url = links.share_url(&link.link).into();
        (link, share_url)
    })
}

/// Runs blocking work off the async threads.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportError> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl Fault for ExportError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Store(error) => error.kind(),
            Self::Workbook(WorkbookError::TooLarge(_)) => FaultKind::Conflict,
            Self::Workbook(_) | Self::File(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Workbook(WorkbookError::TooLarge(_)) => "workbook-too-large",
            Self::Workbook(_) | Self::File(_) => "internal",
        }
    }
}
