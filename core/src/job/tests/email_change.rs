//! The mails about a change of address.

use std::sync::mpsc;

use super::run_due::{claim, ports};
use crate::id::{EmailChangeId, UserId};
use crate::job::Job;
use crate::mock::{MockPorts, sample};
use crate::ports::{Mail, MailContent};
use crate::user::{EMAIL_CHANGE_LIFETIME, EmailChange, Language, User};

const USER: UserId = UserId(7);
const CHANGE: EmailChangeId = EmailChangeId(23);
const TO_OLD: Job = Job::SendEmailChangeToOld {
    user: USER,
    change: CHANGE,
};
const TO_NEW: Job = Job::SendEmailChangeToNew {
    user: USER,
    change: CHANGE,
};
const CHANGED: Job = Job::SendEmailChanged {
    user: USER,
    change: CHANGE,
};

/// Ports in which this job is due, and the store has this change of this user.
fn due(job: Job, change: Option<EmailChange>, user: Option<User>) -> MockPorts {
    let mut mocks = ports(claim(job), user);
    let find = mocks.email_changes.expect_find_by_id();
    find.returning(move |_| Ok(change.clone()));
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
    mocks
}

fn complete() -> EmailChange {
    EmailChange {
        confirmed_by_old_at: Some(sample::now()),
        confirmed_by_new_at: Some(sample::now()),
        ..sample::email_change()
    }
}

/// The mail of a job.
async fn mail_of(job: Job, change: EmailChange) -> Mail {
    let russian = User {
        language: Language::Ru,
        ..sample::user()
    };
    let mut mocks = due(job, Some(change), Some(russian));
    let (sender, receiver) = mpsc::channel();
    mocks.mailer.expect_send().times(1).returning(move |mail| {
        sender.send(mail.clone()).unwrap();
        Ok(())
    });
    let done = mocks.korotko().jobs.run_due().await.unwrap().done;
    assert_eq!(done, 1);
    receiver.recv().unwrap()
}

#[tokio::test]
async fn each_address_gets_a_link_of_its_own_in_the_language_of_the_account() {
    let to_old = mail_of(TO_OLD, sample::email_change()).await;
    let to_new = mail_of(TO_NEW, sample::email_change()).await;
    assert_eq!(to_old.to, sample::email_change().old_email);
    assert_eq!(to_new.to, sample::email_change().new_email);
    for mail in [&to_old, &to_new] {
        assert_eq!(mail.language, Language::Ru);
    }
    let MailContent::EmailChangeToOld { link, new_email } = to_old.content else {
        panic!("another content");
    };
    assert_eq!(new_email, sample::email_change().new_email);
    let MailContent::EmailChangeToNew { link: other } = to_new.content else {
        panic!("another content");
    };
    assert_ne!(link, other);
    for link in [link, other] {
        let begin = "https://short.example/email-change/23-";
        assert!(link.as_str().starts_with(begin), "{link}");
    }
}

#[tokio::test]
async fn the_old_address_is_told_of_a_complete_change() {
    let mail = mail_of(CHANGED, complete()).await;
    assert_eq!(mail.to, sample::email_change().old_email);
    let MailContent::EmailChanged { service, new_email } = mail.content else {
        panic!("another content");
    };
    assert_eq!(service.as_str(), "https://short.example/");
    assert_eq!(new_email, sample::email_change().new_email);
}

#[tokio::test]
async fn no_mail_is_sent_about_a_change_that_cannot_be_confirmed_or_is_not_complete() {
    let expired = EmailChange {
        created_at: sample::now() - EMAIL_CHANGE_LIFETIME,
        ..sample::email_change()
    };
    let signed_out = User {
        token_epoch: 1,
        ..sample::user()
    };
    let (pending, ann) = (sample::email_change(), Some(sample::user()));
    for (job, change, user) in [
        (TO_OLD, None, ann.clone()),
        (TO_OLD, Some(pending.clone()), None),
        (TO_OLD, Some(expired), ann.clone()),
        (TO_OLD, Some(complete()), ann.clone()),
        (TO_NEW, Some(complete()), ann.clone()),
        (TO_NEW, Some(pending.clone()), Some(signed_out)),
        (CHANGED, Some(pending), ann.clone()),
        (CHANGED, Some(complete()), None),
    ] {
        let mut mocks = due(job, change, user);
        mocks.mailer.expect_send().never();
        assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().done, 1);
    }
}
