//! Checks of [`JobStatistics`](korotko_core::ports::JobStatistics).

use super::StoreFixture;
use super::given::{done, failed, moment};
use super::suite::checks;
use korotko_core::job::{Job, JobState};
use korotko_core::ports::{JobCount, Timestamp};

checks! { $ __job_statistics_checks, job_statistics:
    without_jobs_there_is_no_group,
    jobs_are_counted_by_state_with_the_age_of_the_oldest,
    at_most_the_given_number_of_jobs_is_counted,
    of_failed_jobs_the_oldest_are_counted,
}

pub async fn without_jobs_there_is_no_group(fixture: &StoreFixture) {
    assert_eq!(count(fixture, 9).await, []);
}

pub async fn jobs_are_counted_by_state_with_the_age_of_the_oldest(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for at in 0..5 {
        fixture.insert_job(user, moment(at)).await;
    }
    let claims = fixture.claim(moment(9), moment(19), 3).await;
    fixture.finish(&claims[0], &done(moment(9))).await;
    fixture
        .finish(&claims[2], &failed(moment(9), "refused"))
        .await;
    let mut counted = count(fixture, 9).await;
    counted.sort_by_key(|count| count.oldest);
    let expected = [
        verifications(JobState::Running, 1, moment(1)),
        verifications(JobState::Failed, 1, moment(2)),
        verifications(JobState::Waiting, 2, moment(3)),
    ];
    assert_eq!(counted, expected);
}

pub async fn at_most_the_given_number_of_jobs_is_counted(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for at in 0..5 {
        fixture.insert_job(user, moment(at)).await;
    }
    let expected = |number| [verifications(JobState::Waiting, number, moment(0))];
    assert_eq!(count(fixture, 4).await, expected(4));
    assert_eq!(count(fixture, 5).await, expected(5));
}

pub async fn of_failed_jobs_the_oldest_are_counted(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for at in 0..3 {
        fixture.insert_job(user, moment(at)).await;
    }
    // The oldest is the last to fail.
    for claim in fixture.claim(moment(9), moment(19), 3).await.iter().rev() {
        fixture.finish(claim, &failed(moment(9), "refused")).await;
    }
    let expected = [verifications(JobState::Failed, 2, moment(0))];
    assert_eq!(count(fixture, 2).await, expected);
}

async fn count(fixture: &StoreFixture, limit: u32) -> Vec<JobCount> {
    let statistics = fixture.store.job_statistics();
    statistics.count(limit).await.unwrap()
}

fn verifications(state: JobState, count: u64, oldest: Timestamp) -> JobCount {
    let [kind, ..] = Job::KINDS;
    JobCount {
        kind: kind.to_owned(),
        state,
        count,
        oldest,
    }
}
