use chrono::{DateTime, Utc};
use korotko_core::link::{Applied, CreateLinkError, Link, Links, OperationOutcome};
use poem_openapi::Object;
use poem_openapi::types::Example;

use super::LinkView;
use crate::http::problem::ProblemBody;

/// The outcome of a batch.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct LinkBatchResult {
    /// The number of operations that succeeded.
    pub succeeded: usize,
    /// The number of operations that failed.
    pub failed: usize,
    /// The outcome of each operation, in their order.
    pub results: Vec<LinkResult>,
}

/// The outcome of an operation.
#[derive(Debug, Default, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct LinkResult {
    /// The index of the operation, from 0.
    pub index: usize,
    /// The HTTP status of the same operation in a request of its own.
    pub status: u16,
    /// The link after `create` or `update`.
    pub link: Option<LinkView>,
    /// Why the operation failed.
    pub problem: Option<ProblemBody>,
}

impl LinkBatchResult {
    pub(crate) fn new(outcomes: &[OperationOutcome], links: &Links, now: DateTime<Utc>) -> Self {
        let succeeded = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let view = |link: &Link| LinkView::new(link, links, now);
        Self {
            succeeded,
            failed: outcomes.len() - succeeded,
            results: (outcomes.iter().enumerate())
                .map(|(index, outcome)| LinkResult::new(index, outcome, view))
                .collect(),
        }
    }
}

impl LinkResult {
    fn new(index: usize, outcome: &OperationOutcome, view: impl Fn(&Link) -> LinkView) -> Self {
        let (status, link, problem) = match outcome {
            Ok(Applied::Created(link)) => (201, Some(view(link)), None),
            Ok(Applied::Edited(link)) => (200, Some(view(link)), None),
            Ok(Applied::Deleted(_)) => (204, None, None),
            Err(error) => {
                let problem = ProblemBody::from_fault(error);
                (problem.status, None, Some(problem))
            }
        };
        Self {
            index,
            status,
            link,
            problem,
        }
    }
}

impl Example for LinkBatchResult {
    fn example() -> Self {
        let problem = ProblemBody::from_fault(&CreateLinkError::SlugTaken);
        Self {
            succeeded: 2,
            failed: 1,
            results: vec![
                LinkResult {
                    status: 201,
                    link: Some(LinkView::example()),
                    ..LinkResult::default()
                },
                LinkResult {
                    index: 1,
                    status: problem.status,
                    problem: Some(problem),
                    ..LinkResult::default()
                },
                LinkResult {
                    index: 2,
                    status: 204,
                    ..LinkResult::default()
                },
            ],
        }
    }
}
