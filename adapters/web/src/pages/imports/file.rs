//! The file of an import: how it is read, tried, and what is wrong with it.

use std::sync::Arc;

use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{ImportDraft, ImportDraftError};
use korotko_linkfile::{FileError, Layout, LinkFile};

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::visit::Visit;

/// A file that can be read.
pub(super) type File = LinkFile<Arc<[u8]>>;

/// Opens a file of this layout.
pub(super) fn open(
    visit: &Visit<'_>,
    layout: &Layout,
    bytes: &Arc<[u8]>,
) -> Result<File, FileError> {
    let max_rows = visit.site.settings.max_import_rows;
    LinkFile::open_as(layout, bytes.clone(), max_rows)
}

/// The layout of a draft, if it is known.
pub(super) fn layout(draft: &ImportDraft) -> Option<Layout> {
    draft.layout.as_deref().and_then(Layout::parse)
}

/// The file of a draft whose layout is known.
pub(super) fn of_draft(visit: &Visit<'_>, draft: &ImportDraft) -> Result<File, Failure> {
    let layout = layout(draft).ok_or(Failure::NoPage)?;
    // It could be opened when it was tried.
    open(visit, &layout, &draft.file).map_err(|_| Failure::NoPage)
}

/// Tries the rows of a file.
pub(super) async fn dry_run(
    visit: &Visit<'_>,
    owner: UserId,
    id: ImportDraftId,
    (layout, file): (&Layout, &File),
) -> Result<(), ImportDraftError> {
    let drafts = &visit.site.settings.work.import_drafts;
    let layout = layout.to_string();
    let tried = drafts.dry_run(owner, id, &layout, &mut *file.rows()).await;
    tried.map(drop)
}

/// What is wrong with a file as a whole.
pub(super) fn errors(visit: &Visit<'_>, error: &FileError) -> FormErrors {
    let key = match error {
        FileError::Workbook => "import-file-workbook",
        FileError::Empty | FileError::EmptyList => "import-file-none",
        FileError::Utf16 | FileError::HeaderEncoding => "import-file-encoding",
        FileError::HeaderQuote => "import-file-quote",
        FileError::TooManyRows { .. } => "import-file-rows",
        FileError::NotJson(_) | FileError::NotList => "import-file-json",
        _ => "import-file-columns",
    };
    FormErrors::unreadable(visit, "file", key)
}
