//! Checks of [`JobRepository`](korotko_core::ports::JobRepository), apart from claims.

use super::StoreFixture;
use super::given::{
    assert_ids_differ, assert_missing, delete_account, done, failed, just_after, just_before,
    moment, write,
};
use super::suite::checks;
use korotko_core::id::{EmailChangeId, InvitationId, JobId, ReportId};
use korotko_core::job::{Job, JobRecord, JobState};
use korotko_core::ports::{InsertJob, JobQuery, Timestamp};

checks! { $ __job_repository_checks, job_repository:
    an_inserted_job_waits_and_is_due_at_once,
    every_kind_of_job_is_stored,
    a_job_for_an_unknown_user_is_refused,
    jobs_are_listed_in_ascending_id_order_after_the_cursor,
    only_jobs_in_the_given_states_are_listed,
    a_requeued_job_waits_with_no_attempts,
    only_a_failed_job_is_requeued,
    done_jobs_are_removed_exactly_until_the_given_time,
    failed_and_unfinished_jobs_are_kept,
    the_id_of_a_removed_job_is_not_reused,
}

pub async fn an_inserted_job_waits_and_is_due_at_once(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let id = fixture.insert_job(user, moment(3)).await;
    let expected = JobRecord {
        id,
        job: Job::SendVerification { user },
        state: JobState::Waiting,
        attempts: 0,
        run_at: moment(3),
        created_at: moment(3),
        finished_at: None,
        last_error: None,
    };
    assert_eq!(fixture.list_jobs().await, [expected]);
}

pub async fn every_kind_of_job_is_stored(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let (invitation, change) = (InvitationId(7), EmailChangeId(7));
    let report = ReportId(7);
    for job in [
        Job::SendVerification { user },
        Job::SendInvitation { invitation },
        Job::SendPasswordReset { user },
        Job::SendEmailChangeToOld { user, change },
        Job::SendEmailChangeToNew { user, change },
        Job::SendEmailChanged { user, change },
        Job::SendReport { user, report },
    ] {
        let id = write(fixture, async |unit| {
            unit.jobs()
                .insert(&InsertJob::untraced(job.clone(), moment(0)))
                .await
        })
        .await;
        let found = fixture.find_job(id).await.unwrap();
        assert_eq!(found.job, job);
    }
    let claims = fixture.claim(moment(0), moment(9), 9).await;
    let mut kinds: Vec<_> = claims.iter().map(|claim| claim.job.kind()).collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "send-email-change-to-new",
            "send-email-change-to-old",
            "send-email-changed",
            "send-invitation",
            "send-password-reset",
            "send-report",
            "send-verification"
        ]
    );
}

pub async fn a_job_for_an_unknown_user_is_refused(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let unit = fixture.begin().await;
    assert!(delete_account(&*unit, user).await);
    let job = Job::SendVerification { user };
    assert_missing(
        &unit
            .jobs()
            .insert(&InsertJob::untraced(job, moment(0)))
            .await,
    );
}

pub async fn jobs_are_listed_in_ascending_id_order_after_the_cursor(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let mut ids = Vec::new();
    for due in [5, 4, 3, 2, 1] {
        ids.push(fixture.insert_job(user, moment(due)).await);
    }
    assert!(ids.is_sorted());
    assert_eq!(list(fixture, &[], None, 2).await, ids[..2]);
    assert_eq!(list(fixture, &[], Some(ids[1]), 2).await, ids[2..4]);
    assert_eq!(list(fixture, &[], Some(ids[3]), 2).await, ids[4..]);
    assert_eq!(list(fixture, &[], Some(ids[4]), 2).await, []);
}

pub async fn only_jobs_in_the_given_states_are_listed(fixture: &StoreFixture) {
    let [waiting, running, done, failed] = one_of_each_state(fixture).await;
    for (states, expected) in [
        (&[JobState::Waiting][..], vec![waiting]),
        (&[JobState::Running], vec![running]),
        (&[JobState::Done], vec![done]),
        (&[JobState::Failed], vec![failed]),
        (
            &[JobState::Failed, JobState::Running],
            vec![running, failed],
        ),
        (&JobState::ALL, vec![waiting, running, done, failed]),
        (&[], vec![waiting, running, done, failed]),
    ] {
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(list(fixture, states, None, 9).await, expected, "{states:?}");
    }
}

pub async fn a_requeued_job_waits_with_no_attempts(fixture: &StoreFixture) {
    let [_, _, _, failed] = one_of_each_state(fixture).await;
    assert!(fixture.requeue(failed, moment(30)).await);
    let job = fixture.find_job(failed).await.unwrap();
    assert_eq!((job.state, job.attempts), (JobState::Waiting, 0));
    assert_eq!((job.run_at, job.finished_at), (moment(30), None));
    let claims = fixture.claim(moment(30), moment(39), 9).await;
    let claim = claims.iter().find(|claim| claim.id == failed).unwrap();
    assert_eq!(claim.attempts, 1);
}

pub async fn only_a_failed_job_is_requeued(fixture: &StoreFixture) {
    let [waiting, running, done, failed] = one_of_each_state(fixture).await;
    let before = fixture.list_jobs().await;
    let unknown = JobId(failed.0 + 1_000);
    for id in [waiting, running, done, unknown] {
        assert!(!fixture.requeue(id, moment(30)).await);
    }
    assert_eq!(fixture.list_jobs().await, before);
}

pub async fn done_jobs_are_removed_exactly_until_the_given_time(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    let mut ids = Vec::new();
    let end = moment(50);
    for at in [just_before(end), end, just_after(end)] {
        ids.push(fixture.insert_job(user, moment(0)).await);
        let claims = fixture.claim(moment(0), moment(9), 1).await;
        fixture.finish(&claims[0], &done(at)).await;
    }
    assert_eq!(delete_done(fixture, end).await, 2);
    assert_eq!(list(fixture, &[], None, 9).await, ids[2..]);
    assert_eq!(delete_done(fixture, end).await, 0);
}

pub async fn failed_and_unfinished_jobs_are_kept(fixture: &StoreFixture) {
    let [waiting, running, _, failed] = one_of_each_state(fixture).await;
    assert_eq!(delete_done(fixture, moment(1_000_000)).await, 1);
    let mut kept = [waiting, running, failed];
    kept.sort_unstable();
    assert_eq!(list(fixture, &[], None, 9).await, kept);
}

pub async fn the_id_of_a_removed_job_is_not_reused(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    assert_ids_differ(async || {
        let id = fixture.insert_job(user, moment(0)).await;
        let claims = fixture.claim(moment(0), moment(9), 1).await;
        fixture.finish(&claims[0], &done(moment(1))).await;
        assert_eq!(delete_done(fixture, moment(1)).await, 1);
        id
    })
    .await;
}

/// Four jobs: waiting, running, done and failed.
async fn one_of_each_state(fixture: &StoreFixture) -> [JobId; 4] {
    let user = fixture.ann().await;
    for _ in 0..3 {
        fixture.insert_job(user, moment(0)).await;
    }
    let claims = fixture.claim(moment(0), moment(9), 3).await;
    let at = moment(5);
    fixture.finish(&claims[1], &done(at)).await;
    fixture.finish(&claims[2], &failed(at, "refused")).await;
    let waiting = fixture.insert_job(user, moment(1)).await;
    [waiting, claims[0].id, claims[1].id, claims[2].id]
}

async fn list(
    fixture: &StoreFixture,
    states: &[JobState],
    after: Option<JobId>,
    limit: u32,
) -> Vec<JobId> {
    let query = JobQuery {
        states: states.to_vec(),
        after,
        limit,
    };
    let jobs = fixture.store.jobs().list(&query).await.unwrap();
    jobs.iter().map(|job| job.id).collect()
}

async fn delete_done(fixture: &StoreFixture, until: Timestamp) -> u64 {
    write(fixture, async |unit| {
        unit.jobs().delete_done(until, 1_000).await
    })
    .await
}
