mod dry_run;
mod find;
mod import;
mod keep;
mod outcomes;

use super::{ImportDraft, RowOutcomes};
use crate::fault::{Fault, Violations};
use crate::link::{ImportLink, ImportRow, NewLink, RowPosition};
use crate::mock::{MockPorts, sample};

/// Rows with these slugs; an empty one is a row that cannot be read.
fn rows(slugs: &[&str]) -> Vec<ImportRow> {
    let row = |(line, slug): (u64, &&str)| ImportRow {
        at: RowPosition::Line(line),
        content: match *slug {
            "" => Err(Violations::new("url", "is missing")),
            slug => Ok(ImportLink {
                new: NewLink::to("https://example.com/a").with_slug(slug),
                collections: Vec::new(),
            }),
        },
    };
    (1..).zip(slugs).map(row).collect()
}

/// The code of each row, `created` without a problem.
fn codes(outcomes: &RowOutcomes) -> Vec<String> {
    let code = |row| {
        let problem = outcomes.problem(row);
        problem.map_or_else(|| "created".to_owned(), |problem| problem.code.clone())
    };
    (0..outcomes.rows()).map(code).collect()
}

/// Ann's account, in which the slug `taken` is taken, with this draft.
fn mocks(draft: ImportDraft) -> MockPorts {
    let mocks = MockPorts::default().with_empty_account(sample::user());
    let mut mocks = mocks.with_slugs();
    let find = mocks.import_drafts.expect_find_by_id();
    find.returning(move |id| Ok(Some(draft.clone()).filter(|draft| draft.id == id)));
    mocks
}

fn code<T, E: Fault>(result: Result<T, E>) -> &'static str {
    result.err().map_or("done", |error| error.code())
}
