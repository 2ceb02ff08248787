//! The trace of a request continues in the job that it defers.

use tracing::Span;

use super::run_due::{RESET, claim, ports};
use crate::job::Job;
use crate::mock::{MockPorts, MockTracePropagator, sample};
use crate::ports::{Claim, InsertJob, TraceContext};
use crate::user::{Language, Register};

fn trace() -> TraceContext {
    TraceContext::new("a trace")
}

/// A propagator within a trace, which expects that it is continued this often.
fn propagator(times: usize) -> MockTracePropagator {
    let mut propagator = MockTracePropagator::new();
    propagator.expect_current().returning(|| Some(trace()));
    let continued = propagator.expect_continue_trace().times(times);
    continued
        .withf(|_: &Span, context| *context == trace())
        .returning(|_, _| ());
    propagator
}

#[tokio::test]
async fn a_job_is_inserted_with_the_trace_that_causes_it() {
    let mut mocks = MockPorts {
        trace_propagator: propagator(0),
        ..MockPorts::default().with_user(None)
    };
    let insert = mocks.users.expect_insert();
    insert.returning(|_| Ok(sample::user()));
    let mocks = mocks.expecting_insert_job(InsertJob {
        trace: Some(trace()),
        ..InsertJob::untraced(
            Job::SendVerification {
                user: sample::user().id,
            },
            sample::now(),
        )
    });
    let register = Register {
        email: "ann@example.com".to_owned(),
        password: sample::PASSWORD.to_owned(),
        language: Language::default(),
        invitation: None,
    };
    let users = mocks.korotko().users;
    users.register(register, None).await.unwrap();
}

#[tokio::test]
async fn each_attempt_of_a_job_continues_its_trace() {
    for (own, times) in [(Some(trace()), 1), (None, 0)] {
        let due = Claim {
            trace: own,
            ..claim(RESET)
        };
        let mut mocks = ports(due, Some(sample::user()));
        mocks.trace_propagator = propagator(times);
        mocks.mailer.expect_send().returning(|_| Ok(()));
        mocks.jobs.expect_finish().returning(|_, _| Ok(true));
        mocks.korotko().jobs.run_due().await.unwrap();
    }
}
