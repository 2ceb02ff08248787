//! The outcome of a claim.

use std::sync::mpsc;

use chrono::TimeDelta;

use super::run_due::{RESET, claim, ports};
use crate::job::Job;
use crate::mock::sample;
use crate::ports::{Claim, JobOutcome, MailError, StoreError};

/// The outcome of the claim when sending its mail returns `sent`.
async fn outcome_after(claim: Claim, sent: Result<(), MailError>) -> JobOutcome {
    let mut mocks = ports(claim, Some(sample::user()));
    let (sender, receiver) = mpsc::channel();
    mocks.mailer.expect_send().returning(move |_| sent.clone());
    let settle = mocks.jobs.expect_finish().times(1);
    settle.returning(move |_, outcome| {
        sender.send(outcome.clone()).unwrap();
        Ok(true)
    });
    mocks.korotko().jobs.run_due().await.unwrap();
    receiver.recv().unwrap()
}

fn reset(attempts: u32) -> Claim {
    Claim {
        attempts,
        ..claim(RESET)
    }
}

fn of_yesterday(claim: Claim) -> Claim {
    Claim {
        created_at: sample::now() - TimeDelta::days(1),
        ..claim
    }
}

fn deferred() -> Result<(), MailError> {
    Err(MailError::Deferred("451 4.7.1".to_owned()))
}

#[tokio::test]
async fn a_sent_mail_finishes_its_job() {
    let at = sample::now();
    assert_eq!(
        outcome_after(reset(1), Ok(())).await,
        JobOutcome::Done { at }
    );
}

#[tokio::test]
async fn a_refused_mail_fails_permanently_at_once() {
    let refused = Err(MailError::Refused("550 5.1.1".to_owned()));
    let outcome = outcome_after(reset(1), refused).await;
    assert!(matches!(outcome, JobOutcome::Failed { error, .. } if error.contains("550 5.1.1")));
}

#[tokio::test]
async fn a_deferred_mail_is_retried_after_growing_waits() {
    let mut last = TimeDelta::zero();
    for attempts in 1..=11 {
        let JobOutcome::Retry { at, .. } = outcome_after(reset(attempts), deferred()).await else {
            panic!("not tried again");
        };
        let wait = at - sample::now();
        assert!(wait > last, "{attempts}: {wait}");
        last = wait;
        if attempts == 1 {
            assert!(wait <= TimeDelta::seconds(5), "{wait}");
        }
    }
    let JobOutcome::Retry { at, .. } = outcome_after(reset(23), deferred()).await else {
        panic!("not tried again");
    };
    assert!(at - sample::now() <= TimeDelta::minutes(75));
}

#[tokio::test]
async fn a_mail_that_is_always_deferred_fails_permanently() {
    let outcome = outcome_after(of_yesterday(reset(24)), deferred()).await;
    assert!(matches!(outcome, JobOutcome::Failed { .. }));
}

/// Workers that are killed use up attempts quickly.
#[tokio::test]
async fn a_new_job_does_not_fail_however_often_it_was_attempted() {
    let outcome = outcome_after(reset(1_000), deferred()).await;
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
    let outcome = outcome_after(reset(1_000), Ok(())).await;
    assert!(matches!(outcome, JobOutcome::Done { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_job_whose_workers_die_all_day_fails_permanently() {
    let mut mocks = ports(of_yesterday(reset(25)), Some(sample::user()));
    mocks.mailer.expect_send().never();
    let settle = mocks.jobs.expect_finish().times(1);
    settle
        .withf(|_, outcome| matches!(outcome, JobOutcome::Failed { .. }))
        .returning(|_, _| Ok(true));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().failed, 1);
}

#[tokio::test]
async fn an_unavailable_mail_server_costs_no_attempt() {
    let wall = Err(MailError::Unavailable("535 5.7.8".to_owned()));
    let outcome = outcome_after(reset(24), wall).await;
    let JobOutcome::Release { at, .. } = outcome else {
        panic!("the attempt counted");
    };
    assert_eq!(at, sample::now() + TimeDelta::seconds(1));
}

#[tokio::test]
async fn a_job_of_an_unknown_kind_is_released() {
    let outcome = outcome_after(claim(Job::Unknown), Ok(())).await;
    assert!(matches!(outcome, JobOutcome::Release { .. }));
}

#[tokio::test]
async fn a_job_claimed_by_another_worker_is_lost() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    mocks.mailer.expect_send().returning(|_| Ok(()));
    mocks.jobs.expect_finish().returning(|_, _| Ok(false));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().lost, 1);
}

#[tokio::test]
async fn a_job_whose_outcome_is_not_recorded_is_deferred_until_its_lease_ends() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    mocks.mailer.expect_send().returning(|_| Ok(()));
    let away = |_: &Claim, _: &JobOutcome| Err(StoreError::unavailable("away"));
    mocks.jobs.expect_finish().returning(away);
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().deferred, 1);
}

#[tokio::test]
async fn a_panicking_job_fails_with_its_cause() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    let (sender, receiver) = mpsc::channel();
    let send = mocks.mailer.expect_send();
    send.returning(|_| panic!("a defect that nobody foresaw"));
    mocks.jobs.expect_finish().returning(move |_, outcome| {
        sender.send(outcome.clone()).unwrap();
        Ok(true)
    });
    let summary = mocks.korotko().jobs.run_due().await.unwrap();
    assert_eq!((summary.failed, summary.claimed()), (1, 1));
    let expected = JobOutcome::Failed {
        at: sample::now(),
        error: "the job panicked: a defect that nobody foresaw".to_owned(),
    };
    assert_eq!(receiver.recv().unwrap(), expected);
}
