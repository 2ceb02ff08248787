use std::sync::mpsc;

use crate::fault::Fault;
use crate::id::JobId;
use crate::job::Job;
use crate::mock::{MockPorts, MockRateLimiter, preset, sample};
use crate::ports::{InsertEmailChange, InsertJob};
use crate::user::{AccessPolicy, EmailDomain, RequestEmailChange, User};

fn request(new_email: &str, password: &str) -> RequestEmailChange {
    RequestEmailChange {
        new_email: new_email.to_owned(),
        password: password.to_owned(),
    }
}

/// Ports with Ann, whose new address has no account.
fn ports() -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks.users.expect_find_by_email().returning(|_| Ok(None));
    mocks.with_user(sample::user())
}

#[tokio::test]
async fn a_request_replaces_an_earlier_one_and_mails_both_addresses_in_one_unit() {
    let mut mocks = ports();
    let delete = mocks.email_changes.expect_delete_pending().times(1);
    delete.returning(|user| Ok(user == sample::user().id));
    let insert = mocks.email_changes.expect_insert().times(1);
    insert.returning(|new| {
        let expected = InsertEmailChange {
            user: sample::user().id,
            old_email: sample::user().email,
            new_email: sample::email_change().new_email,
            token_epoch: 0,
            created_at: sample::now(),
        };
        assert_eq!(*new, expected);
        Ok(sample::email_change())
    });
    let (sender, jobs) = mpsc::channel();
    let insert = mocks.jobs.expect_insert().times(2);
    insert.returning(move |job| {
        sender.send(job.clone()).unwrap();
        Ok(JobId(1))
    });
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    let wanted = request("anna@example.org", sample::PASSWORD);
    let requested = users.request_email_change(&sample::user(), wanted).await;
    requested.unwrap();
    assert_eq!(commits.count(), 1);
    let (user, change) = (sample::user().id, sample::email_change().id);
    let expected = [
        Job::SendEmailChangeToOld { user, change },
        Job::SendEmailChangeToNew { user, change },
    ];
    let expected = expected.map(|job| InsertJob::untraced(job, sample::now()));
    assert_eq!(jobs.try_iter().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_request_without_the_password_or_with_an_invalid_address_is_refused() {
    let users = ports().korotko().users;
    let good = "anna@example.org";
    for (address, password, code, field) in [
        (good, "An0ther-one", "wrong-password", "password"),
        (good, "\u{7}", "wrong-password", "password"),
        ("anna", sample::PASSWORD, "invalid", "new_email"),
        ("anna@localhost", "An0ther-one", "invalid", "new_email"),
    ] {
        let wanted = request(address, password);
        let refused = users.request_email_change(&sample::user(), wanted).await;
        let refused = refused.unwrap_err();
        assert_eq!((refused.code(), refused.fields()), (code, vec![field]));
    }
}

#[tokio::test]
async fn a_request_for_an_address_that_no_account_may_have_is_refused() {
    let policy = AccessPolicy {
        allowed_email_domains: vec![EmailDomain::parse("example.net").unwrap()],
        ..AccessPolicy::default()
    };
    let users = ports().korotko_with(policy).users;
    let wanted = request("anna@example.org", sample::PASSWORD);
    let refused = users.request_email_change(&sample::user(), wanted).await;
    assert_eq!(refused.unwrap_err().fields(), ["new_email"]);
}

#[tokio::test]
async fn a_taken_address_is_refused_after_the_password() {
    // Whether it is that of another account, or the user's own.
    let users = MockPorts::default()
        .with_user(sample::user())
        .korotko()
        .users;
    for (password, code) in [
        ("An0ther-one", "wrong-password"),
        (sample::PASSWORD, "email-taken"),
    ] {
        let wanted = request("anna@example.org", password);
        let refused = users.request_email_change(&sample::user(), wanted).await;
        assert_eq!(refused.unwrap_err().code(), code);
    }
}

/// The mocks expect no job.
#[tokio::test]
async fn requests_are_limited_by_account_and_their_mails_by_both_addresses() {
    for (allowed, code) in [(0, Some("rate-limited")), (1, None)] {
        let mut mocks = ports();
        let mut calls = 0;
        mocks.rate_limiter = MockRateLimiter::new();
        let take = mocks.rate_limiter.expect_take();
        take.returning(move |buckets, now| {
            calls += 1;
            // One of the account, then one of each address.
            assert_eq!(buckets.len(), calls);
            Ok(if calls > allowed {
                preset::refused(buckets, 0)
            } else {
                preset::allowed(buckets, now)
            })
        });
        let commits = mocks.commits.clone();
        let users = mocks.korotko().users;
        let wanted = request("anna@example.org", sample::PASSWORD);
        let answer = users.request_email_change(&sample::user(), wanted).await;
        assert_eq!(answer.err().map(|error| error.code()), code);
        assert_eq!(commits.count(), 0);
    }
}

#[tokio::test]
async fn a_session_that_ended_concurrently_requests_and_withdraws_nothing() {
    let later = User {
        token_epoch: 1,
        ..sample::user()
    };
    let mut mocks = MockPorts::default();
    mocks.users.expect_find_by_email().returning(|_| Ok(None));
    let mocks = mocks.with_user(later);
    let commits = mocks.commits.clone();
    let (ann, users) = (sample::user(), mocks.korotko().users);
    let wanted = request("anna@example.org", sample::PASSWORD);
    let refused = users.request_email_change(&ann, wanted).await;
    assert_eq!(refused.unwrap_err().code(), "token-invalid");
    let refused = users.withdraw_email_change(&ann).await;
    assert_eq!(refused.unwrap_err().code(), "token-invalid");
    assert_eq!(commits.count(), 0);
}

#[tokio::test]
async fn a_pending_change_is_withdrawn() {
    let mut mocks = ports();
    let delete = mocks.email_changes.expect_delete_pending().times(1);
    delete.returning(|_| Ok(true));
    let commits = mocks.commits.clone();
    let users = mocks.korotko().users;
    users.withdraw_email_change(&sample::user()).await.unwrap();
    assert_eq!(commits.count(), 1);
}
