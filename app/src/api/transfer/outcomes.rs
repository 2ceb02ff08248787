//! The outcomes of the rows of an import, in little memory: there may be a hundred thousand, in several imports at once.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::stream::{StreamExt, iter};
use korotko_core::fault::Fault;
use korotko_core::id::UserId;
use korotko_core::link::{
    BulkError, ImportOptions, ImportRow, Links, Namespace, OperationError, OperationOutcome,
    RowPosition,
};
use korotko_linkfile::LinkFile;
use poem_openapi::types::ToJSON;

use super::dto::ImportResult;
use super::pieces::{Pieces, fixed, gathered, members};
use crate::http::problem::{ProblemBody, title};

/// The outcome of a row, in 24 bytes.
struct Outcome {
    /// The line or index of the row; all rows of a file have the same kind.
    number: u32,
    /// The end of its slug in `slugs`; the start is the end of the previous one.
    slug_end: u32,
    kind: Kind,
}

enum Kind {
    Imported {
        id: i64,
        global: bool,
    },
    /// With the index of the problem.
    Failed(u32),
}

/// The outcomes of all rows, in order.
pub(super) struct Outcomes {
    links: Links,
    owner: UserId,
    dry_run: bool,
    applied: bool,
    rows: Vec<Outcome>,
    /// Whether rows have an index instead of a line.
    is_list: bool,
    /// The slugs of all rows, concatenated.
    slugs: String,
    /// The distinct problems: many rows have the same one.
    problems: Vec<ProblemBody>,
    /// The index of each problem, by its text.
    known: HashMap<String, u32>,
}

impl Outcomes {
    /// Imports a file. Frees it as soon as its rows are read.
    pub(super) async fn import(
        links: &Links,
        owner: UserId,
        file: LinkFile<Bytes>,
        options: ImportOptions,
    ) -> Result<Self, BulkError> {
        let mut outcomes = Self {
            links: links.clone(),
            owner,
            dry_run: options.dry_run,
            applied: true,
            rows: Vec::with_capacity(file.len()),
            is_list: false,
            slugs: String::new(),
            problems: Vec::new(),
            known: HashMap::new(),
        };
        let mut record = |row: &ImportRow, outcome| outcomes.add(row, outcome);
        let mut rows = file.rows();
        let imported = links.import(owner, &mut *rows, options, &mut record);
        outcomes.applied = imported.await?.applied;
        drop(rows);
        Ok(outcomes)
    }

    fn add(&mut self, row: &ImportRow, outcome: OperationOutcome) {
        let kind = match outcome {
            Ok(applied) => {
                let link = applied.link();
                match row.content.as_ref().map(|link| &link.new.slug) {
                    // A dry run must not promise a generated slug: the next run generates another.
                    Ok(chosen) if self.dry_run => self.slugs.extend(chosen.as_deref()),
                    _ => self.slugs.push_str(link.slug.as_str()),
                }
                let global = link.namespace == Namespace::Global;
                let id = link.id.0;
                Kind::Imported { id, global }
            }
            Err(error) => Kind::Failed(self.problem_index(&error)),
        };
        let number = match row.at {
            RowPosition::Line(line) => line,
            RowPosition::Index(index) => index,
        };
        self.is_list = matches!(row.at, RowPosition::Index(_));
        self.rows.push(Outcome {
            number: small(number),
            slug_end: small(self.slugs.len()),
            kind,
        });
    }

    fn problem_index(&mut self, error: &OperationError) -> u32 {
        let problem = problem(error);
        let next = small(self.problems.len());
        let number = *self.known.entry(problem.to_json_string()).or_insert(next);
        if number == next {
            self.problems.push(problem);
        }
        number
    }

    /// The result as JSON, streamed.
    pub(super) fn report(mut self) -> Pieces {
        self.known = HashMap::new();
        let succeeded = |row: &&Outcome| matches!(row.kind, Kind::Imported { .. });
        let imported = if self.applied {
            self.rows.iter().filter(succeeded).count()
        } else {
            0
        };
        let head = format!(
            "{{\"dry_run\":{},\"rows\":{},\"imported\":{imported},\"failed\":{},\"results\":[",
            self.dry_run.to_json_string(),
            self.rows.len(),
            self.rows.len() - imported,
        );
        let results = (0..self.rows.len()).scan(0, move |slug_start, index| {
            let row = &self.rows[index];
            let slug = &self.slugs[*slug_start..row.slug_end as usize];
            *slug_start = row.slug_end as usize;
            Some(Ok(self.result(row, slug)))
        });
        let text = fixed(head)
            .chain(members(iter(results)))
            .chain(fixed("\n]}\n"));
        Box::pin(gathered(text))
    }

    fn result(&self, row: &Outcome, slug: &str) -> ImportResult {
        let imported = self.imported(row);
        match row.kind {
            Kind::Failed(number) => failed(imported, self.problems[number as usize].clone()),
            Kind::Imported { .. } if !self.applied => {
                failed(imported, problem(&OperationError::NotApplied))
            }
            Kind::Imported { .. } if self.dry_run => ImportResult {
                slug: Some(slug.to_owned()).filter(|slug| !slug.is_empty()),
                ..imported
            },
            Kind::Imported { id, global } => {
                let namespace = if global {
                    Namespace::Global
                } else {
                    Namespace::Personal(self.owner)
                };
                ImportResult {
                    id: Some(id),
                    slug: Some(slug.to_owned()),
                    share_url: Some(self.links.share_url_of(namespace, slug).into()),
                    ..imported
                }
            }
        }
    }

    fn imported(&self, row: &Outcome) -> ImportResult {
        let number = Some(row.number.into());
        ImportResult {
            line: number.filter(|_| !self.is_list),
            index: number.filter(|_| self.is_list),
            status: 201,
            ..ImportResult::default()
        }
    }
}

/// No file has more than `u32::MAX` lines or bytes.
fn small(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn failed(row: ImportResult, problem: ProblemBody) -> ImportResult {
    ImportResult {
        status: problem.status,
        problem: Some(problem),
        ..row
    }
}

fn problem(error: &OperationError) -> ProblemBody {
    match error {
        // The cause is logged once. The text says what to do, so it is sent although the status is 503.
        OperationError::NotReached => ProblemBody {
            kind: format!("urn:korotko:problem:{}", error.code()),
            title: title(error.code()),
            status: 503,
            code: error.code().to_owned(),
            detail: error.to_string(),
            errors: Vec::new(),
            request_id: None,
        },
        error => ProblemBody::from_fault(error),
    }
}
