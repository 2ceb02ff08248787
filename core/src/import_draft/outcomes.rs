use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::link::OperationError;

/// The code of a row that is skipped: its owner has the same link already.
const LINK_EXISTS: &str = "link-exists";

/// The outcome of each row of a file, in little memory: rows are numbered from 0, and many rows have the same problem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOutcomes {
    /// The number of rows.
    rows: u32,
    /// The rows with a problem, in order, each with the index of the problem.
    failed: Vec<(u32, u32)>,
    problems: Vec<RowProblem>,
}

/// Why a row was not imported, or would not be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowProblem {
    /// The code of the failure.
    pub code: String,
    /// What is wrong, in English.
    pub message: String,
    /// Every violated rule, by field.
    pub errors: Vec<RowError>,
}

/// A field of a row, and the rule that it violates.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowError {
    /// The name of the field.
    pub field: String,
    /// What is wrong, in English, without the value itself.
    pub message: String,
}

impl RowProblem {
    /// The problem of a row that its owner has as a link already.
    #[must_use]
    pub fn link_exists() -> Self {
        Self {
            code: LINK_EXISTS.to_owned(),
            message: "you have this link already".to_owned(),
            errors: Vec::new(),
        }
    }

    /// The problem of a row that was not applied.
    pub(super) fn of(error: &OperationError) -> Self {
        let violations = error.violations().iter();
        let errors = violations.map(|violation| RowError {
            field: violation.field.to_owned(),
            message: violation.message.clone(),
        });
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            errors: errors.collect(),
        }
    }

    /// Whether the row is skipped, because nothing is left to do.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        self.code == LINK_EXISTS
    }
}

impl RowOutcomes {
    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The number of rows that become links, or did.
    #[must_use]
    pub fn created(&self) -> u32 {
        let failed = self.failed.len();
        self.rows.saturating_sub(small(failed))
    }

    /// The number of rows that are skipped.
    #[must_use]
    pub fn skipped(&self) -> u32 {
        let problems = self.failed().map(|(_, problem)| problem);
        small(problems.filter(|problem| problem.is_skipped()).count())
    }

    /// The number of rows that are refused.
    #[must_use]
    pub fn refused(&self) -> u32 {
        small(self.failed.len()).saturating_sub(self.skipped())
    }

    /// The problem of a row, if it has one.
    #[must_use]
    pub fn problem(&self, row: u32) -> Option<&RowProblem> {
        let found = self.failed.binary_search_by_key(&row, |(row, _)| *row);
        let (_, problem) = self.failed.get(found.ok()?)?;
        self.problems.get(*problem as usize)
    }

    /// The rows that have a problem, in order.
    pub fn failed(&self) -> impl Iterator<Item = (u32, &RowProblem)> {
        self.failed.iter().filter_map(|(row, problem)| {
            let problem = self.problems.get(*problem as usize)?;
            Some((*row, problem))
        })
    }
}

/// From the problem of each row, in order.
impl FromIterator<Option<RowProblem>> for RowOutcomes {
    fn from_iter<I: IntoIterator<Item = Option<RowProblem>>>(rows: I) -> Self {
        let mut outcomes = Self::default();
        let mut known: HashMap<RowProblem, u32> = HashMap::new();
        for problem in rows {
            let row = outcomes.rows;
            outcomes.rows += 1;
            let Some(problem) = problem else {
                continue;
            };
            let next = small(outcomes.problems.len());
            let index = *known.entry(problem.clone()).or_insert(next);
            if index == next {
                outcomes.problems.push(problem);
            }
            outcomes.failed.push((row, index));
        }
        outcomes
    }
}

/// No file has more than `u32::MAX` rows.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
