use chrono::{DateTime, Utc};
use korotko_core::link::{BatchOutcome, CreateLinkError, Link, Links, Operated, OperationError};
use poem_openapi::Object;
use poem_openapi::types::Example;

use super::LinkView;
use crate::http::problem::ProblemBody;

/// What became of a batch.
#[derive(Debug, Object)]
#[oai(example)]
pub(crate) struct LinkBatchOutcome {
    /// How many operations were done.
    pub done: usize,
    /// How many were not.
    pub failed: usize,
    /// What became of each, in their order.
    pub results: Vec<LinkResult>,
}

/// What became of an operation.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct LinkResult {
    /// Which operation, from 0.
    pub index: usize,
    /// The HTTP status code that a request for it alone would have been answered with.
    pub status: u16,
    /// The link as it is now, after `create` and `edit`.
    pub link: Option<LinkView>,
    /// Why it was not done.
    pub problem: Option<ProblemBody>,
}

impl LinkBatchOutcome {
    pub(crate) fn new(outcome: &BatchOutcome, links: &Links, now: DateTime<Utc>) -> Self {
        let done = outcome.results.iter().filter(|result| result.is_ok());
        let done = done.count();
        let view = |link: &Link| LinkView::new(link, links, now);
        let results = outcome.results.iter().enumerate();
        Self {
            done,
            failed: outcome.results.len() - done,
            results: results
                .map(|(index, result)| LinkResult::new(index, result, view))
                .collect(),
        }
    }
}

impl LinkResult {
    fn new(
        index: usize,
        result: &Result<Operated, OperationError>,
        view: impl Fn(&Link) -> LinkView,
    ) -> Self {
        let (status, link, problem) = match result {
            Ok(Operated::Created(link)) => (201, Some(view(link)), None),
            Ok(Operated::Edited(link)) => (200, Some(view(link)), None),
            Ok(Operated::Deleted) => (204, None, None),
            Err(error) => {
                let problem = ProblemBody::of(error);
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

impl Example for LinkBatchOutcome {
    fn example() -> Self {
        let problem = ProblemBody::of(&CreateLinkError::SlugTaken);
        Self {
            done: 2,
            failed: 1,
            results: vec![
                LinkResult {
                    index: 0,
                    status: 201,
                    link: Some(LinkView::example()),
                    problem: None,
                },
                LinkResult {
                    index: 1,
                    status: problem.status,
                    link: None,
                    problem: Some(problem),
                },
                LinkResult {
                    index: 2,
                    status: 204,
                    link: None,
                    problem: None,
                },
            ],
        }
    }
}
