use askama::Template;
use korotko_core::import_draft::{DraftState, ImportDraft, ImportDraftError, RowOutcomes};
use korotko_linkfile::Layout;

use super::file;
use super::found::{find, path};
use super::row::Rows;
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "import_draft.html")]
struct DraftPage<'a> {
    frame: Frame<'a>,
    base: String,
    /// What is known of the file, as a sentence.
    about: String,
    /// Whether somebody can say what its columns are used for.
    has_columns: bool,
    state: DraftState,
    created: u32,
    skipped: u32,
    refused: u32,
    /// The text of the button that imports.
    button: String,
    only_problems: bool,
    rows: Rows,
    errors: FormErrors,
}

/// What a file becomes, or became.
pub(super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let draft = find(visit, id).await?;
    let Some(outcomes) = &draft.outcomes else {
        let columns = format!("{}/columns", path(draft.id));
        return Ok(Reply::see_other(&columns));
    };
    page(visit, &draft, outcomes, FormErrors::default())
}

/// Imports what was tried.
pub(super) async fn import(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let draft = find(visit, id).await?;
    let file = file::of_draft(visit, &draft)?;
    let drafts = &visit.site.settings.work.import_drafts;
    let imported = drafts
        .import(draft.owner, draft.id, &mut *file.rows())
        .await;
    match (imported, &draft.outcomes) {
        (Ok(_), _) => Ok(Reply::see_other(&format!("{}?done=imported", path(draft.id)))),
        // Sent twice.
        (Err(ImportDraftError::Begun), _) => Ok(Reply::see_other(&path(draft.id))),
        (Err(error), Some(outcomes)) => {
            page(visit, &draft, outcomes, FormErrors::read(visit, error)?)
        }
        (Err(error), None) => Err(error.into()),
    }
}

/// Forgets a file.
pub(super) async fn discard(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let draft = find(visit, id).await?;
    let drafts = &visit.site.korotko.import_drafts;
    drafts.discard(draft.owner, draft.id).await?;
    Ok(Reply::see_other("/app/links/import?done=import-discarded"))
}

fn page(
    visit: &Visit<'_>,
    draft: &ImportDraft,
    outcomes: &RowOutcomes,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let file = file::of_draft(visit, draft)?;
    let query = visit.request.query();
    let from = query.text("from").parse().unwrap_or(0);
    let only_problems = query.text("only") == "problems";
    let (about, has_columns) = about(visit, draft);
    let created = outcomes.created();
    Ok(Reply::page(&DraftPage {
        frame: Frame::new(visit, visit.text("import-tried")),
        base: path(draft.id),
        about,
        has_columns: has_columns && !draft.state.has_begun(),
        state: draft.state,
        created,
        skipped: outcomes.skipped(),
        refused: outcomes.refused(),
        button: visit
            .texts()
            .with("import-carry-out", &[("links", created.into())]),
        only_problems,
        rows: Rows::of(visit, (draft, outcomes), &file, (from, only_problems)),
        errors,
    }))
}

/// How the file is read, as a sentence, and whether it has columns.
fn about(visit: &Visit<'_>, draft: &ImportDraft) -> (String, bool) {
    match file::layout(draft) {
        Some(Layout::Of(service)) => {
            let name = service.name();
            let text = visit
                .texts()
                .with("import-of-service", &[("service", name.into())]);
            (text, true)
        }
        Some(Layout::Columns(_)) => (visit.text("import-of-columns"), true),
        Some(Layout::List) => (visit.text("import-of-list"), false),
        _ => (visit.text("import-of-links"), false),
    }
}
