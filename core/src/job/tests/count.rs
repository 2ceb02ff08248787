use chrono::TimeDelta;

use crate::id::{AbuseReportId, EmailChangeId, InvitationId, ReportId, UserId};
use crate::job::{Job, JobGroup, JobState};
use crate::mock::{MockPorts, sample};
use crate::ports::JobCount;

fn count(kind: &str, state: JobState, count: u64, age: i64) -> JobCount {
    JobCount {
        kind: kind.to_owned(),
        state,
        count,
        oldest: sample::now() - TimeDelta::seconds(age),
    }
}

#[tokio::test]
async fn every_kind_and_state_is_counted_and_unknown_kinds_together() {
    let mut mocks = MockPorts::default();
    let counts = vec![
        count("send-report", JobState::Failed, 2, 5),
        count("send-postcard", JobState::Waiting, 3, 8),
        count("send-parcel", JobState::Waiting, 4, 9),
    ];
    let counted = mocks.job_statistics.expect_count().times(1);
    counted.return_once(move |_| Ok(counts));
    let groups = mocks.korotko().jobs.count().await.unwrap();
    assert_eq!(groups.len(), 3 * (Job::KINDS.len() + 1));
    let some: Vec<_> = groups.iter().filter(|group| group.count > 0).collect();
    let ago = |seconds| Some(sample::now() - TimeDelta::seconds(seconds));
    let expected = [
        JobGroup {
            kind: "send-report",
            state: JobState::Failed,
            count: 2,
            oldest: ago(5),
        },
        JobGroup {
            kind: "unknown",
            state: JobState::Waiting,
            count: 7,
            oldest: ago(9),
        },
    ];
    assert_eq!(some, expected.iter().collect::<Vec<_>>());
    assert!(
        groups
            .iter()
            .all(|group| group.count > 0 || group.oldest.is_none())
    );
}

#[test]
fn the_kinds_are_those_of_jobs() {
    let (user, report, invitation) = (UserId(1), ReportId(1), InvitationId(1));
    let change = EmailChangeId(1);
    let jobs = [
        Job::SendVerification { user },
        Job::SendInvitation { invitation },
        Job::SendPasswordReset { user },
        Job::SendEmailChangeToOld { user, change },
        Job::SendEmailChangeToNew { user, change },
        Job::SendEmailChanged { user, change },
        Job::SendReport { user, report },
        Job::SendAbuseReport {
            report: AbuseReportId(1),
        },
    ];
    assert_eq!(jobs.map(|job| job.kind()), Job::KINDS);
}
