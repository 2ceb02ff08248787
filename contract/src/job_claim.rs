//! Checks of the claims of a [`JobRepository`](korotko_core::ports::JobRepository): claiming, renewing and ending them.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{done, failed, just_before, moment, release, retry, write};
use super::suite::checks;
use korotko_core::id::JobId;
use korotko_core::job::{Job, JobState};
use korotko_core::ports::{Claim, InsertJob, JobOutcome, Timestamp, TraceContext};

checks! { $ __job_claim_checks, job_claim:
    a_claim_carries_the_whole_job,
    a_claim_continues_the_trace_of_its_job,
    a_claimed_job_runs_until_its_lease_ends,
    a_job_is_not_claimed_before_it_is_due,
    the_oldest_due_jobs_are_claimed_first_up_to_the_limit,
    a_running_job_is_not_claimed_before_its_lease_ends,
    a_job_whose_lease_ended_is_claimed_again,
    the_old_claim_of_a_job_claimed_again_is_invalid,
    a_renewed_claim_has_a_longer_lease,
    a_done_job_is_finished,
    a_retried_job_waits_and_its_attempt_counts,
    a_released_job_waits_and_its_attempt_does_not_count,
    a_failed_job_is_kept_and_not_claimed,
    a_claim_ends_once,
    every_claim_of_a_job_has_a_distinct_lease,
    concurrent_claims_never_claim_the_same_job,
    one_of_several_concurrent_reclaims_wins,
}

/// A store with one job, due at the first moment.
async fn one_job(fixture: &StoreFixture) -> JobId {
    let user = fixture.ann().await;
    fixture.insert_job(user, moment(0)).await
}

/// The only job that can be claimed at `now`, until `until`.
async fn claim_one(fixture: &StoreFixture, now: Timestamp, until: Timestamp) -> Claim {
    let mut claims = fixture.claim(now, until, 9).await;
    assert_eq!(claims.len(), 1, "one job is due at {now}");
    claims.remove(0)
}

pub async fn a_claim_carries_the_whole_job(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let id = fixture.insert_job(user, moment(2)).await;
    let claim = claim_one(fixture, moment(7), moment(17)).await;
    let expected = Claim {
        id,
        job: Job::SendVerification { user },
        attempts: 1,
        lease: claim.lease,
        trace: None,
        created_at: moment(2),
    };
    assert_eq!(claim, expected);
}

pub async fn a_claim_continues_the_trace_of_its_job(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let trace = TraceContext::new("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    let new = InsertJob {
        trace: Some(trace.clone()),
        ..InsertJob::untraced(Job::SendVerification { user }, moment(0))
    };
    write(fixture, async |unit| unit.jobs().insert(&new).await).await;
    // Also when another worker takes it over.
    for (now, until) in [(0, 10), (10, 20)] {
        let claim = claim_one(fixture, moment(now), moment(until)).await;
        assert_eq!(claim.trace, Some(trace.clone()));
    }
}

pub async fn a_claimed_job_runs_until_its_lease_ends(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    claim_one(fixture, moment(0), moment(10)).await;
    let job = fixture.find_job(id).await.unwrap();
    assert_eq!((job.state, job.run_at), (JobState::Running, moment(10)));
    assert_eq!((job.attempts, job.finished_at), (1, None));
}

pub async fn a_job_is_not_claimed_before_it_is_due(fixture: &StoreFixture) {
    one_job(fixture).await;
    let early = just_before(moment(0));
    assert_eq!(fixture.claim(early, moment(10), 9).await, []);
    claim_one(fixture, moment(0), moment(10)).await;
}

pub async fn the_oldest_due_jobs_are_claimed_first_up_to_the_limit(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let mut by_due = Vec::new();
    for due in [3, 1, 2, 5, 4] {
        by_due.push((due, fixture.insert_job(user, moment(due)).await));
    }
    by_due.sort_unstable();
    let mut claimed = Vec::new();
    for limit in [2, 1, 9] {
        let claims = fixture.claim(moment(4), moment(90), limit).await;
        let mut ids: Vec<_> = claims.iter().map(|claim| claim.id).collect();
        // Within one call the order is up to the store.
        ids.sort_by_key(|id| by_due.iter().position(|(_, other)| other == id));
        claimed.push(ids);
    }
    let due: Vec<_> = by_due.iter().map(|(_, id)| *id).collect();
    assert_eq!(claimed, [&due[..2], &due[2..3], &due[3..4]]);
}

pub async fn a_running_job_is_not_claimed_before_its_lease_ends(fixture: &StoreFixture) {
    one_job(fixture).await;
    claim_one(fixture, moment(0), moment(10)).await;
    let early = just_before(moment(10));
    assert_eq!(fixture.claim(early, moment(20), 9).await, []);
}

pub async fn a_job_whose_lease_ended_is_claimed_again(fixture: &StoreFixture) {
    one_job(fixture).await;
    let first = claim_one(fixture, moment(0), moment(10)).await;
    let second = claim_one(fixture, moment(10), moment(20)).await;
    assert_eq!((second.id, second.attempts), (first.id, 2));
    assert_ne!(second.lease, first.lease);
}

pub async fn the_old_claim_of_a_job_claimed_again_is_invalid(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    let old = claim_one(fixture, moment(0), moment(10)).await;
    let new = claim_one(fixture, moment(11), moment(20)).await;
    let claimed_again = fixture.find_job(id).await;
    let at = moment(12);
    assert!(!fixture.renew(&old, moment(90)).await);
    for outcome in [done(at), retry(at, ""), release(at, ""), failed(at, "")] {
        assert!(!fixture.finish(&old, &outcome).await, "{outcome:?}");
    }
    assert_eq!(fixture.find_job(id).await, claimed_again);
    assert!(fixture.finish(&new, &done(at)).await);
}

pub async fn a_renewed_claim_has_a_longer_lease(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    let claim = claim_one(fixture, moment(0), moment(10)).await;
    assert!(fixture.renew(&claim, moment(20)).await);
    assert!(fixture.renew(&claim, moment(30)).await);
    let job = fixture.find_job(id).await.unwrap();
    assert_eq!((job.run_at, job.attempts), (moment(30), 1));
    let early = just_before(moment(30));
    assert_eq!(fixture.claim(early, moment(40), 9).await, []);
    assert!(fixture.finish(&claim, &done(early)).await);
}

/// Ends a claim. Then the job is finished, or waits until it can be claimed again, and has this number of attempts.
async fn assert_ends(
    fixture: &StoreFixture,
    claim: &Claim,
    outcome: JobOutcome,
    finished: Option<JobState>,
    attempts: u32,
) {
    assert!(fixture.finish(claim, &outcome).await);
    let (at, error) = match outcome {
        JobOutcome::Done { at } => (at, None),
        JobOutcome::Retry { at, error }
        | JobOutcome::Release { at, error }
        | JobOutcome::Failed { at, error } => (at, Some(error)),
    };
    let job = fixture.find_job(claim.id).await.unwrap();
    assert_eq!((job.attempts, job.last_error), (attempts, error));
    assert_eq!(job.state, finished.unwrap_or(JobState::Waiting));
    assert_eq!(job.finished_at, finished.map(|_| at));
    let long_after = moment(1_000);
    if finished.is_some() {
        assert_eq!(fixture.claim(long_after, moment(1_010), 9).await, []);
    } else {
        assert_eq!(job.run_at, at);
        assert_eq!(fixture.claim(just_before(at), long_after, 9).await, []);
        let next = claim_one(fixture, at, long_after).await;
        assert_eq!(next.attempts, attempts + 1);
    }
}

pub async fn a_done_job_is_finished(fixture: &StoreFixture) {
    one_job(fixture).await;
    let claim = claim_one(fixture, moment(0), moment(10)).await;
    assert_ends(fixture, &claim, done(moment(4)), Some(JobState::Done), 1).await;
}

pub async fn a_retried_job_waits_and_its_attempt_counts(fixture: &StoreFixture) {
    one_job(fixture).await;
    let claim = claim_one(fixture, moment(0), moment(10)).await;
    let outcome = retry(moment(60), "451 «позже» 🎉");
    assert_ends(fixture, &claim, outcome, None, 1).await;
}

pub async fn a_released_job_waits_and_its_attempt_does_not_count(fixture: &StoreFixture) {
    one_job(fixture).await;
    let first = claim_one(fixture, moment(0), moment(10)).await;
    fixture.finish(&first, &retry(moment(20), "")).await;
    let second = claim_one(fixture, moment(20), moment(30)).await;
    let outcome = release(moment(60), "no connection");
    assert_ends(fixture, &second, outcome, None, 1).await;
}

pub async fn a_failed_job_is_kept_and_not_claimed(fixture: &StoreFixture) {
    one_job(fixture).await;
    let claim = claim_one(fixture, moment(0), moment(10)).await;
    let outcome = failed(moment(4), "550 refused");
    assert_ends(fixture, &claim, outcome, Some(JobState::Failed), 1).await;
}

pub async fn a_claim_ends_once(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    let (now, at) = (moment(0), moment(5));
    for first in [retry(now, "again"), release(now, "again"), done(at)] {
        let claim = claim_one(fixture, now, moment(10)).await;
        assert!(fixture.finish(&claim, &first).await);
        let ended = fixture.find_job(id).await;
        let again = fixture.finish(&claim, &failed(at, "again")).await;
        assert!(!again, "after {first:?}");
        assert!(!fixture.renew(&claim, moment(90)).await, "after {first:?}");
        assert_eq!(fixture.find_job(id).await, ended);
    }
}

pub async fn every_claim_of_a_job_has_a_distinct_lease(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    let at = moment(0);
    let mut claims: Vec<Claim> = Vec::new();
    for index in 0..6 {
        // Always the same times: neither they nor the number of attempts distinguish two claims.
        let claim = claim_one(fixture, at, moment(10)).await;
        for old in &claims {
            assert_ne!(old.lease, claim.lease);
            assert!(!fixture.renew(old, moment(90)).await);
        }
        if index % 2 == 0 {
            fixture.finish(&claim, &release(at, "")).await;
        } else {
            fixture.finish(&claim, &failed(at, "")).await;
            assert!(fixture.requeue(id, at).await);
        }
        claims.push(claim);
    }
}

pub async fn concurrent_claims_never_claim_the_same_job(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let mut jobs = BTreeSet::new();
    for _ in 0..40 {
        jobs.insert(fixture.insert_job(user, moment(0)).await);
    }
    let claimers = (0..8).map(|_| async {
        let mut claimed = Vec::new();
        loop {
            let claims = fixture.claim(moment(1), moment(11), 3).await;
            if claims.is_empty() {
                break claimed;
            }
            claimed.extend(claims.into_iter().map(|claim| claim.id));
        }
    });
    let mut claimed = join_all(claimers).await.concat();
    // A store may skip jobs that another claim has locked; they can still be claimed.
    let rest = fixture.claim(moment(1), moment(11), 40).await;
    claimed.extend(rest.into_iter().map(|claim| claim.id));
    assert_eq!(
        claimed.len(),
        jobs.len(),
        "a job was claimed twice: {claimed:?}"
    );
    assert_eq!(BTreeSet::from_iter(claimed), jobs);
}

pub async fn one_of_several_concurrent_reclaims_wins(fixture: &StoreFixture) {
    let id = one_job(fixture).await;
    claim_one(fixture, moment(0), moment(10)).await;
    let claimers = (0..8).map(|_| fixture.claim(moment(10), moment(20), 1));
    let claimed = join_all(claimers).await.concat();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].id, claimed[0].attempts), (id, 2));
}
