use chrono::TimeDelta;

use crate::fault::Fault;
use crate::id::JobId;
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::user::{ChangePassword, User};

const NEW: &str = "An0ther-one";

fn with_epoch(token_epoch: i64) -> User {
    User {
        token_epoch,
        ..sample::user()
    }
}

/// Ports whose store holds Ann as `held`, and takes changes that end her sessions.
fn ports(held: User) -> MockPorts {
    let mut mocks = MockPorts::default();
    let (by_id, by_email, for_update) = (held.clone(), held.clone(), held);
    let users = &mut mocks.users;
    users
        .expect_find_by_id()
        .returning(move |_| Ok(Some(by_id.clone())));
    users
        .expect_find_by_email()
        .returning(move |_| Ok(Some(by_email.clone())));
    users
        .expect_find_for_update()
        .returning(move |_| Ok(Some(for_update.clone())));
    users
        .expect_update()
        .withf(|user| user.token_epoch == 1)
        .returning(|_| Ok(()));
    mocks
}

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
    }
}

#[tokio::test]
async fn a_changed_password_ends_every_session() {
    let mocks = ports(sample::user());
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let changed = users
        .change_password(&sample::user(), change(sample::PASSWORD, NEW))
        .await;
    changed.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_password_is_not_changed_without_the_current_one() {
    let users = ports(sample::user()).korotko().users;
    let refused = users
        .change_password(&sample::user(), change(NEW, NEW))
        .await;
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.code(), refused.violations()[0].field),
        ("wrong-password", "current_password")
    );
    let refused = users
        .change_password(&sample::user(), change(sample::PASSWORD, "weak"))
        .await;
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.code(), refused.violations()[0].field),
        ("invalid", "new_password")
    );
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_and_deletes_nothing() {
    let mocks = ports(with_epoch(5));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let refused = users
        .change_password(&sample::user(), change(sample::PASSWORD, NEW))
        .await;
    assert_eq!(refused.unwrap_err().code(), "token-invalid");
    let refused = users
        .delete_account(&sample::user(), sample::PASSWORD)
        .await;
    assert_eq!(refused.unwrap_err().code(), "token-invalid");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn an_account_is_deleted_in_one_short_unit() {
    let mut mocks = ports(sample::user());
    mocks
        .users
        .expect_delete()
        .times(1)
        .withf(|user, now| *user == sample::user().id && *now == sample::now())
        .returning(|_, _| Ok(true));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let refused = users.delete_account(&sample::user(), NEW).await;
    assert_eq!(refused.unwrap_err().code(), "wrong-password");
    users
        .delete_account(&sample::user(), sample::PASSWORD)
        .await
        .unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let mocks = ports(sample::user());
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    users.sign_out_everywhere(&sample::user()).await.unwrap();
    assert_eq!(commits.count(), 1);
}

#[tokio::test]
async fn a_reset_sets_the_password_confirms_the_address_and_ends_every_session() {
    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: Some(sample::now()),
        ..sample::user()
    };
    let mut mocks = MockPorts::default();
    let held = unconfirmed.clone();
    let users = &mut mocks.users;
    users
        .expect_find_by_id()
        .returning(move |_| Ok(Some(unconfirmed.clone())));
    users
        .expect_find_for_update()
        .returning(move |_| Ok(Some(held.clone())));
    users
        .expect_update()
        .times(1)
        .withf(|user| user.verified_at == Some(sample::now()) && user.token_epoch == 1)
        .returning(|_| Ok(()));
    let korotko = mocks.korotko();
    let token = korotko
        .users
        .tokens
        .issue_reset(sample::user().session(), sample::now())
        .unwrap();
    korotko
        .users
        .confirm_password_reset(&token, NEW)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_reset_token_is_good_once_and_for_an_hour() {
    let mocks = ports(with_epoch(1));
    let korotko = mocks.korotko();
    let used = korotko
        .users
        .tokens
        .issue_reset(with_epoch(0).session(), sample::now())
        .unwrap();
    let over = sample::now() - TimeDelta::hours(1);
    let old = korotko
        .users
        .tokens
        .issue_reset(with_epoch(1).session(), over)
        .unwrap();
    let access = korotko
        .users
        .tokens
        .issue_pair(with_epoch(1).session(), sample::now())
        .unwrap();
    for token in [&used, &old, &access.access_token, "nonsense"] {
        let refused = korotko.users.confirm_password_reset(token, NEW).await;
        assert_eq!(refused.unwrap_err().code(), "reset-token-invalid");
    }
}

#[tokio::test]
async fn mails_are_left_only_for_accounts_that_want_them() {
    let mut mocks = ports(sample::user());
    let reset = Job::SendPasswordReset {
        user: sample::user().id,
    };
    let insert = mocks.jobs.expect_insert().times(1);
    insert
        .withf(move |job, _| *job == reset)
        .returning(|_, _| Ok(JobId(1)));
    let users = mocks.korotko().users;
    users
        .request_password_reset("ann@example.com")
        .await
        .unwrap();
    // Ann is confirmed, so there is nothing to mail once more.
    users.resend_verification("ann@example.com").await.unwrap();
}
