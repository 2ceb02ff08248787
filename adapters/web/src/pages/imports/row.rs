use korotko_core::display_url;
use korotko_core::import_draft::{DraftState, ImportDraft, RowOutcomes, RowProblem};
use korotko_core::link::{ImportRow, RowPosition};

use super::file::File;
use crate::fields::{problem_in_words, rule_in_words};
use crate::visit::Visit;

/// The number of rows on a page.
const LIMIT: usize = 50;

/// A row of the file, and its outcome.
#[derive(Debug)]
pub(super) struct Row {
    /// Its line, or its number in a list.
    pub(super) number: u64,
    pub(super) target: String,
    pub(super) slug: String,
    pub(super) title: String,
    /// What becomes of it.
    pub(super) outcome: String,
    /// What is wrong with it: each field and why.
    pub(super) reasons: Vec<String>,
    pub(super) is_refused: bool,
}

/// Some rows of a file.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// The first row of the next page.
    pub(super) next: Option<u32>,
}

impl Rows {
    /// The rows of a draft from this one on: all, or those with a problem.
    pub(super) fn of(
        visit: &Visit<'_>,
        (draft, outcomes): (&ImportDraft, &RowOutcomes),
        file: &File,
        (from, only_problems): (u32, bool),
    ) -> Self {
        let numbered = (0_u32..).zip(file.rows());
        let wanted = numbered
            .skip_while(|(index, _)| *index < from)
            .filter(|(index, _)| !only_problems || outcomes.problem(*index).is_some());
        let mut wanted: Vec<(u32, ImportRow)> = wanted.take(LIMIT + 1).collect();
        let next = wanted.get(LIMIT).map(|(index, _)| *index);
        wanted.truncate(LIMIT);
        let row = |(index, row): &(u32, ImportRow)| {
            Row::new(visit, draft.state, row, outcomes.problem(*index))
        };
        Self {
            rows: wanted.iter().map(row).collect(),
            next,
        }
    }
}

impl Row {
    fn new(
        visit: &Visit<'_>,
        state: DraftState,
        row: &ImportRow,
        problem: Option<&RowProblem>,
    ) -> Self {
        let link = row.content.as_ref().ok().map(|link| &link.new);
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        Self {
            number: match row.at {
                RowPosition::Line(line) => line,
                RowPosition::Index(index) => index + 1,
            },
            target: link.map_or_else(String::new, |new| display_url(&new.url).into_owned()),
            slug: text(link.and_then(|new| new.slug.as_ref())),
            title: text(link.and_then(|new| new.title.as_ref())),
            outcome: visit.text(outcome(state, problem)),
            reasons: problem.map_or_else(Vec::new, |problem| reasons(visit, problem)),
            is_refused: problem.is_some_and(|problem| !problem.is_skipped()),
        }
    }
}

/// The key of what becomes, or became, of a row.
fn outcome(state: DraftState, problem: Option<&RowProblem>) -> &'static str {
    match problem {
        Some(problem) if problem.is_skipped() => "import-row-skipped",
        Some(_) => "import-row-refused",
        None if state == DraftState::Imported => "import-row-imported",
        None => "import-row-created",
    }
}

/// Why a row is refused, or skipped.
fn reasons(visit: &Visit<'_>, problem: &RowProblem) -> Vec<String> {
    if problem.errors.is_empty() {
        return vec![problem_in_words(visit, &problem.code, &problem.message)];
    }
    let errors = problem.errors.iter().map(|error| {
        let reason = rule_in_words(visit, &problem.code, (&error.field, &error.message));
        format!("{}: {reason}", label(visit, &error.field))
    });
    errors.collect()
}

/// What a field is called on the pages; a field that no form has keeps its name.
fn label(visit: &Visit<'_>, field: &str) -> String {
    let key = match field {
        "url" => "link-url",
        "slug" => "link-slug",
        "title" => "link-title",
        "tags" => "link-tags",
        "collections" => "menu-collections",
        "expires_at" => "link-expires",
        "max_clicks" => "link-limit",
        "fallback_url" => "link-fallback",
        "redirect_status" => "link-redirect",
        "namespace" => "link-namespace",
        "imported_clicks" => "import-clicks",
        "row" => "import-row",
        other => return other.to_owned(),
    };
    visit.text(key)
}
