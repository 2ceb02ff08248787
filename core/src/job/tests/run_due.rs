//! What a worker does with the jobs that it claims.

use chrono::TimeDelta;

use crate::id::{InvitationId, JobId, UserId};
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::ports::{Claim, MailContent, MailError};
use crate::user::{INVITATION_LIFETIME, Invitation, Language, User};

const VERIFICATION: Job = Job::SendVerification { user: UserId(7) };
pub(super) const RESET: Job = Job::SendPasswordReset { user: UserId(7) };

pub(crate) fn claim(job: Job) -> Claim {
    Claim {
        id: JobId(5),
        job,
        attempts: 1,
        lease: 1,
        trace: None,
        created_at: sample::now(),
    }
}

/// Ports in which this claim is due and the store has this account of Ann.
pub(crate) fn ports(claim: Claim, found: Option<User>) -> MockPorts {
    let mut mocks = MockPorts::default().with_user(found);
    let due = mocks.jobs.expect_claim();
    due.withf(|now, until, _| *until == *now + TimeDelta::seconds(10))
        .returning(move |_, _, _| Ok(vec![claim.clone()]));
    mocks
}

#[tokio::test]
async fn a_verification_mail_carries_the_link_and_starts_its_24_hours() {
    let unconfirmed = User {
        verified_at: None,
        verification_sent_at: None,
        ..sample::user()
    };
    let mut mocks = ports(claim(VERIFICATION), Some(unconfirmed));
    let update = mocks.users.expect_update().times(1);
    update
        .withf(|user| user.verification_sent_at == Some(sample::now()))
        .returning(|_| Ok(()));
    mocks.mailer.expect_send().times(1).returning(|mail| {
        let MailContent::Verification { link } = &mail.content else {
            panic!("another content");
        };
        let begin = "https://short.example/verify/YW5uQGV4YW1wbGUuY29t-";
        assert!(link.as_str().starts_with(begin), "{link}");
        assert_eq!(mail.to.as_typed(), "ann@example.com");
        assert_eq!(mail.message_id, "job-5-1767225600000000@short.example");
        Ok(())
    });
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
    let summary = mocks.korotko().jobs.run_due().await.unwrap();
    assert_eq!((summary.done, summary.claimed()), (1, 1));
}

#[tokio::test]
async fn no_mail_is_sent_to_a_verified_or_deleted_account() {
    for (job, found) in [
        (VERIFICATION, None),
        (VERIFICATION, Some(sample::user())),
        (RESET, None),
    ] {
        let mut mocks = ports(claim(job), found);
        mocks.mailer.expect_send().never();
        mocks.jobs.expect_finish().returning(|_, _| Ok(true));
        assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().done, 1);
    }
}

#[tokio::test]
async fn an_invitation_mail_carries_a_working_link_in_its_language() {
    let job = Job::SendInvitation {
        invitation: InvitationId(19),
    };
    let mut mocks = ports(claim(job), None);
    let find = mocks.invitations.expect_find_by_id();
    find.returning(|_| {
        let mut invitation = sample::invitation();
        invitation.language = Language::Ru;
        Ok(Some(invitation))
    });
    let (sender, receiver) = std::sync::mpsc::channel();
    mocks.mailer.expect_send().times(1).returning(move |mail| {
        assert_eq!(mail.to.as_typed(), "ann@example.com");
        assert_eq!(mail.language, Language::Ru);
        sender.send(mail.content.clone()).unwrap();
        Ok(())
    });
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
    let korotko = mocks.korotko();
    assert_eq!(korotko.jobs.run_due().await.unwrap().done, 1);
    let MailContent::Invitation { link } = receiver.recv().unwrap() else {
        panic!("another content");
    };
    let token = link.path().strip_prefix("/invitation/").unwrap();
    korotko.users.find_invitation(token).await.unwrap();
}

#[tokio::test]
async fn no_mail_is_sent_for_an_invitation_that_cannot_be_used() {
    let expired = Invitation {
        created_at: sample::now() - INVITATION_LIFETIME,
        ..sample::invitation()
    };
    for found in [None, Some(expired)] {
        let job = Job::SendInvitation {
            invitation: InvitationId(19),
        };
        let mut mocks = ports(claim(job), None);
        let find = mocks.invitations.expect_find_by_id();
        find.returning(move |_| Ok(found.clone()));
        mocks.mailer.expect_send().never();
        mocks.jobs.expect_finish().returning(|_, _| Ok(true));
        assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().done, 1);
    }
}

#[tokio::test]
async fn a_reset_mail_links_to_a_working_token() {
    let mut mocks = ports(claim(RESET), Some(sample::user()));
    let (sender, receiver) = std::sync::mpsc::channel();
    mocks.mailer.expect_send().times(1).returning(move |mail| {
        sender.send(mail.content.clone()).unwrap();
        Ok(())
    });
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
    mocks.users.expect_update().times(1).returning(|_| Ok(()));
    mocks
        .keys
        .expect_delete_by_owner()
        .returning(|_| Ok(vec![]));
    let korotko = mocks.korotko();
    korotko.jobs.run_due().await.unwrap();
    let MailContent::PasswordReset { link } = receiver.recv().unwrap() else {
        panic!("another content");
    };
    let token = link.path().strip_prefix("/reset/").unwrap();
    let reset = korotko.users.confirm_password_reset(token, "An0ther-one");
    reset.await.unwrap();
}

#[tokio::test]
async fn an_unavailable_mail_server_pauses_all_jobs_and_is_probed_by_one() {
    let mut mocks = ports(claim(RESET), Some(sample::user()));
    mocks.jobs.checkpoint();
    let (sender, limits) = std::sync::mpsc::channel();
    mocks.jobs.expect_claim().returning(move |_, _, limit| {
        sender.send(limit).unwrap();
        Ok(vec![claim(RESET)])
    });
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
    let mut failures = 2;
    mocks.mailer.expect_send().returning_st(move |_| {
        failures -= 1;
        if failures >= 0 {
            Err(MailError::Unavailable("connection refused".to_owned()))
        } else {
            Ok(())
        }
    });
    let clock = mocks.clock.clone();
    let jobs = mocks.korotko().jobs;
    assert_eq!(jobs.run_due().await.unwrap().deferred, 1);
    assert_eq!(jobs.run_due().await.unwrap().claimed(), 0);
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(jobs.run_due().await.unwrap().deferred, 1);
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(jobs.run_due().await.unwrap().claimed(), 0);
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(jobs.run_due().await.unwrap().done, 1);
    assert_eq!(jobs.run_due().await.unwrap().done, 1);
    assert_eq!(limits.try_iter().collect::<Vec<_>>(), [16, 1, 1, 16]);
}
