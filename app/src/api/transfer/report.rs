use futures_util::stream::{StreamExt, iter};
use korotko_core::fault::Fault;
use korotko_core::link::{ImportFate, ImportOptions, ImportRow, ImportRowError, Links};
use poem_openapi::types::ToJSON;

use super::dto::ImportResult;
use super::pieces::{Pieces, fixed, gathered, members};
use crate::api::row_problem::RowProblem;
use crate::http::problem_body::title;

/// The report on an import, which is long when the file was.
pub(super) fn report(
    links: &Links,
    rows: Vec<ImportRow>,
    fates: Vec<ImportFate>,
    options: ImportOptions,
) -> Pieces {
    let imported = fates.iter().filter(|fate| fate.is_ok()).count();
    let head = format!(
        "{{\"dry_run\":{},\"rows\":{},\"imported\":{imported},\"refused\":{},\"results\":[",
        options.dry_run.to_json_string(),
        fates.len(),
        fates.len() - imported,
    );
    let links = links.clone();
    let results = rows.into_iter().zip(fates).map(move |(row, fate)| {
        Ok(if options.dry_run {
            tried(&row, fate)
        } else {
            done(&row, fate, &links)
        })
    });
    let text = fixed(head)
        .chain(members(iter(results)))
        .chain(fixed("\n]}\n"));
    Box::pin(gathered(text))
}

fn done(row: &ImportRow, fate: ImportFate, links: &Links) -> ImportResult {
    let link = match fate {
        Ok(link) => link,
        Err(error) => return refused(row, &error),
    };
    ImportResult {
        id: Some(link.id.0),
        slug: Some(link.slug.to_string()),
        share_url: Some(links.share_url(&link).into()),
        ..imported(row)
    }
}

/// Neither the id nor a generated code would be the same the next time.
fn tried(row: &ImportRow, fate: ImportFate) -> ImportResult {
    match fate {
        Ok(_) => ImportResult {
            slug: row
                .content
                .as_ref()
                .ok()
                .and_then(|link| link.new.slug.clone()),
            ..imported(row)
        },
        Err(error) => refused(row, &error),
    }
}

fn imported(row: &ImportRow) -> ImportResult {
    ImportResult {
        line: row.line,
        status: 201,
        id: None,
        slug: None,
        share_url: None,
        problem: None,
    }
}

fn refused(row: &ImportRow, error: &ImportRowError) -> ImportResult {
    let problem = match error {
        // The cause is in the log once, and what to do about it is no secret.
        ImportRowError::NotReached => RowProblem {
            kind: format!("urn:korotko:problem:{}", error.code()),
            title: title(error.code()),
            status: 503,
            code: error.code().to_owned(),
            detail: error.to_string(),
            errors: Vec::new(),
        },
        error => RowProblem::of(error),
    };
    ImportResult {
        status: problem.status,
        problem: Some(problem),
        ..imported(row)
    }
}
