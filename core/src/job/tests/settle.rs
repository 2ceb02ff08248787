//! How a claim ends.

use std::sync::mpsc;

use chrono::TimeDelta;

use super::run_due::{RESET, claim, ports};
use crate::job::Job;
use crate::mock::sample;
use crate::ports::{Claim, MailError, Settlement, StoreError};

/// How the claim is settled when its mail ends like this.
async fn settled(claim: Claim, sent: Result<(), MailError>) -> Settlement {
    let mut mocks = ports(claim, Some(sample::user()));
    let (sender, receiver) = mpsc::channel();
    mocks.mailer.expect_send().returning(move |_| sent.clone());
    let settle = mocks.jobs.expect_settle().times(1);
    settle.returning(move |_, settlement| {
        sender.send(settlement.clone()).unwrap();
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

fn deferred() -> Result<(), MailError> {
    Err(MailError::Deferred("451 4.7.1".to_owned()))
}

#[tokio::test]
async fn a_mail_that_went_is_done() {
    let at = sample::now();
    assert_eq!(settled(reset(1), Ok(())).await, Settlement::Done { at });
}

#[tokio::test]
async fn a_refused_mail_is_given_up_at_once() {
    let refused = Err(MailError::Refused("550 5.1.1".to_owned()));
    let settlement = settled(reset(1), refused).await;
    assert!(matches!(settlement, Settlement::Failed { error, .. } if error.contains("550 5.1.1")));
}

#[tokio::test]
async fn a_mail_that_is_put_off_waits_longer_each_time() {
    let mut last = TimeDelta::zero();
    for attempts in 1..=11 {
        let Settlement::Retry { at, .. } = settled(reset(attempts), deferred()).await else {
            panic!("not tried again");
        };
        let wait = at - sample::now();
        assert!(wait > last, "{attempts}: {wait}");
        last = wait;
        if attempts == 1 {
            assert!(wait <= TimeDelta::seconds(5), "{wait}");
        }
    }
    let Settlement::Retry { at, .. } = settled(reset(23), deferred()).await else {
        panic!("not tried again");
    };
    assert!(at - sample::now() <= TimeDelta::minutes(75));
}

#[tokio::test]
async fn a_mail_that_is_put_off_for_ever_is_given_up() {
    let settlement = settled(reset(24), deferred()).await;
    assert!(matches!(settlement, Settlement::Failed { .. }));
}

#[tokio::test]
async fn a_job_whose_workers_die_is_given_up_unseen() {
    let mut mocks = ports(reset(25), Some(sample::user()));
    mocks.mailer.expect_send().never();
    let settle = mocks.jobs.expect_settle().times(1);
    settle
        .withf(|_, settlement| matches!(settlement, Settlement::Failed { .. }))
        .returning(|_, _| Ok(true));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().failed, 1);
}

#[tokio::test]
async fn a_wall_before_the_mail_server_costs_no_attempt() {
    let wall = Err(MailError::Unavailable("535 5.7.8".to_owned()));
    let settlement = settled(reset(24), wall).await;
    let Settlement::Release { at, .. } = settlement else {
        panic!("the attempt counted");
    };
    assert_eq!(at, sample::now() + TimeDelta::seconds(1));
}

#[tokio::test]
async fn a_kind_that_is_not_known_is_left_for_who_knows_it() {
    let settlement = settled(claim(Job::Unknown), Ok(())).await;
    assert!(matches!(settlement, Settlement::Release { .. }));
}

#[tokio::test]
async fn a_job_that_was_taken_over_is_lost() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    mocks.mailer.expect_send().returning(|_| Ok(()));
    mocks.jobs.expect_settle().returning(|_, _| Ok(false));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().lost, 1);
}

#[tokio::test]
async fn a_store_that_fails_at_the_end_leaves_the_job_to_its_lease() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    mocks.mailer.expect_send().returning(|_| Ok(()));
    let away = |_: &Claim, _: &Settlement| Err(StoreError::unavailable("away"));
    mocks.jobs.expect_settle().returning(away);
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().put_off, 1);
}

#[tokio::test]
async fn a_job_that_panics_has_failed_with_its_cause() {
    let mut mocks = ports(reset(1), Some(sample::user()));
    let (sender, receiver) = mpsc::channel();
    let send = mocks.mailer.expect_send();
    send.returning(|_| panic!("a defect that nobody foresaw"));
    mocks.jobs.expect_settle().returning(move |_, settlement| {
        sender.send(settlement.clone()).unwrap();
        Ok(true)
    });
    let summary = mocks.korotko().jobs.run_due().await.unwrap();
    assert_eq!((summary.failed, summary.taken()), (1, 1));
    let expected = Settlement::Failed {
        at: sample::now(),
        error: "the job panicked: a defect that nobody foresaw".to_owned(),
    };
    assert_eq!(receiver.recv().unwrap(), expected);
}
