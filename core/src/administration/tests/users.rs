use super::given::{ACTOR, administrator};
use crate::administration::{AuditAction, AuditSubject};
use crate::fault::Fault;
use crate::id::{JobId, KeyId, UserId};
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::ports::Change;
use crate::user::User;

const ANN: UserId = UserId(7);

fn subject() -> AuditSubject {
    AuditSubject::User(ANN)
}

/// Ann as she is disabled.
fn disabled(links_disabled: bool, token_epoch: i64) -> User {
    User {
        disabled_at: Some(sample::now()),
        links_disabled,
        token_epoch,
        ..sample::user()
    }
}

/// Ports with this user, whose API keys are deleted `times`.
fn ports(user: User, times: usize) -> MockPorts {
    let mut mocks = MockPorts::default()
        .with_user(user)
        .with_administrators(&[administrator(3)]);
    let delete = mocks.keys.expect_delete_by_owner().times(times);
    delete
        .withf(|owner| *owner == ANN)
        .returning(|_| Ok(vec![KeyId(1), KeyId(2)]));
    mocks
}

#[tokio::test]
async fn disabling_ends_sessions_and_keys_and_tells_everyone() {
    for (with_links, details) in [(true, "links disabled"), (false, "links enabled")] {
        let mocks = ports(sample::user(), 1)
            .expecting_update(disabled(with_links, 1))
            .expecting_entry(AuditAction::DisableUser, subject(), Some(details))
            .expecting_news(&[Change::Owner(ANN)])
            .expecting_forget();
        let commits = mocks.commits.clone();
        let administration = mocks.korotko().administration;
        let done = administration.disable_user(ACTOR, ANN, with_links).await;
        assert_eq!(done.unwrap(), disabled(with_links, 1));
        assert_eq!(commits.count(), 1);
    }
}

#[tokio::test]
async fn the_choice_about_links_can_be_changed() {
    let mocks = ports(disabled(false, 1), 1)
        .expecting_update(disabled(true, 2))
        .expecting_entry(AuditAction::DisableUser, subject(), Some("links disabled"));
    let administration = mocks.korotko().administration;
    let done = administration.disable_user(ACTOR, ANN, true).await;
    done.unwrap();
    let administration = ports(disabled(true, 1), 0).korotko().administration;
    let done = administration.disable_user(ACTOR, ANN, true).await;
    assert_eq!(done.unwrap(), disabled(true, 1));
}

#[tokio::test]
async fn enabling_restores_the_links_and_no_session() {
    let enabled = User {
        token_epoch: 5,
        ..sample::user()
    };
    let mocks = ports(disabled(true, 5), 0)
        .expecting_update(enabled.clone())
        .expecting_entry(AuditAction::EnableUser, subject(), None)
        .expecting_news(&[Change::Owner(ANN)])
        .expecting_forget();
    let administration = mocks.korotko().administration;
    let done = administration.enable_user(ACTOR, ANN).await;
    assert_eq!(done.unwrap(), enabled);
    let administration = ports(enabled.clone(), 0).korotko().administration;
    let unchanged = administration.enable_user(ACTOR, ANN).await;
    assert_eq!(unchanged.unwrap(), enabled);
}

#[tokio::test]
async fn an_address_is_verified_once() {
    let unverified = User {
        verified_at: None,
        ..sample::user()
    };
    let verified = User {
        verified_at: Some(sample::now()),
        ..sample::user()
    };
    let mocks = ports(unverified, 0)
        .expecting_update(verified.clone())
        .expecting_entry(AuditAction::VerifyUser, subject(), None);
    let administration = mocks.korotko().administration;
    let done = administration.verify_user(ACTOR, ANN).await;
    assert_eq!(done.unwrap(), verified);
    let administration = ports(sample::user(), 0).korotko().administration;
    let unchanged = administration.verify_user(ACTOR, ANN).await;
    assert_eq!(unchanged.unwrap(), sample::user());
}

#[tokio::test]
async fn a_user_is_deleted_with_everything() {
    let mut mocks = ports(sample::user(), 1)
        .expecting_entry(AuditAction::DeleteUser, subject(), None)
        .expecting_news(&[Change::Owner(ANN)])
        .expecting_forget();
    let delete = mocks.users.expect_delete().times(1);
    delete
        .withf(|user, now| (*user, *now) == (ANN, sample::now()))
        .returning(|_, _| Ok(true));
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    administration.delete_user(ACTOR, ANN).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_failed_job_is_retried_and_recorded() {
    let job = Job::SendVerification { user: ANN };
    let subject = AuditSubject::Job(JobId(5));
    let mut mocks = MockPorts::default().expecting_entry(
        AuditAction::RetryJob,
        subject,
        Some("send-verification"),
    );
    mocks.jobs.expect_requeue().returning(move |id, _| {
        let failed = (id == JobId(5)).then(|| job.clone());
        Ok(failed)
    });
    let commits = mocks.commits.clone();
    let administration = mocks.korotko().administration;
    administration.retry_job(ACTOR, JobId(5)).await.unwrap();
    let refused = administration.retry_job(ACTOR, JobId(6)).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    assert_eq!(commits.count(), 1);
}
