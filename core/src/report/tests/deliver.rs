//! The delivery of a report by its job.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;

use super::{ANN, a_report};
use crate::administration::Actor;
use crate::click::Counts;
use crate::id::ScheduleId;
use crate::job::Job;
use crate::job::tests::run_due::{claim, ports};
use crate::mock::{MockPorts, sample};
use crate::ports::MockJobRepository;
use crate::ports::{Claim, Mail, MailContent, MailError};
use crate::report::{Report, ReportState, Workbook};
use crate::user::{Language, User};

/// The states of a report.
type States = Arc<Mutex<Vec<(ReportState, Option<String>)>>>;

fn due() -> Claim {
    claim(Job::SendReport {
        user: ANN,
        report: a_report().id,
    })
}

/// Ports in which Ann's report is due; she has no links, and the account is `found`.
fn report_due(report: Option<Report>, found: Option<User>) -> (MockPorts, States) {
    let mut mocks = ports(due(), found);
    let states = States::default();
    let kept = Arc::new(Mutex::new(report));
    let read = kept.clone();
    let find = mocks.reports.expect_find_by_id();
    find.returning(move |_| Ok(read.lock().unwrap().clone()));
    let noted = states.clone();
    mocks.reports.expect_update().returning(move |report| {
        let state = (report.state, report.failure.clone());
        noted.lock().unwrap().push(state);
        *kept.lock().unwrap() = Some(report.clone());
        Ok(())
    });
    mocks.jobs.expect_renew().returning(|_, _| Ok(true));
    mocks.links.expect_list().returning(|_| Ok(Vec::new()));
    let count = mocks.statistics.expect_count();
    count.returning(|_, _| Ok(Counts::default()));
    let by_step = mocks.statistics.expect_count_by_step();
    by_step.returning(|_, _, _, _| Ok(Vec::new()));
    let by_value = mocks.statistics.expect_count_by_value();
    by_value.returning(|_, _, _| Ok(Vec::new()));
    let write = mocks.report_writer.expect_write();
    write.returning(|document, most| {
        assert_eq!((document.links.len(), most), (0, 10 * 1024 * 1024));
        Ok(Workbook {
            media_type: "application/x-sheet",
            extension: "sheet",
            bytes: vec![1, 2, 3],
            omitted_links: 4,
        })
    });
    (mocks, states)
}

fn mailing(mocks: &mut MockPorts, answer: Result<(), MailError>) -> Arc<Mutex<Vec<Mail>>> {
    let mails = Arc::new(Mutex::new(Vec::new()));
    let sent = mails.clone();
    mocks.mailer.expect_send().returning(move |mail| {
        sent.lock().unwrap().push(mail.clone());
        answer.clone()
    });
    mails
}

fn accepting_updates(mocks: &mut MockPorts) {
    mocks.jobs.expect_finish().returning(|_, _| Ok(true));
}

#[tokio::test]
async fn a_report_is_mailed_with_its_file_to_the_address_of_the_account() {
    let (mut mocks, states) = report_due(Some(a_report()), Some(sample::user()));
    let mails = mailing(&mut mocks, Ok(()));
    accepting_updates(&mut mocks);
    let summary = mocks.korotko().jobs.run_due().await.unwrap();
    assert_eq!(summary.done, 1);
    let mails = mails.lock().unwrap();
    let MailContent::Report(content) = &mails[0].content else {
        panic!("a report");
    };
    assert_eq!(mails[0].to, sample::user().email);
    // In the language of the order, not of the account.
    assert_eq!(mails[0].language, Language::Ru);
    assert_eq!(content.attachment.bytes, [1, 2, 3]);
    let name = "korotko-2025-12-25-2025-12-31.sheet";
    assert_eq!(content.attachment.file_name, name);
    assert_eq!((content.omitted_links, &content.unsubscribe), (4, &None));
    let expected = [ReportState::Running, ReportState::Sent].map(|state| (state, None));
    assert_eq!(*states.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_file_of_a_single_day_names_the_day_once() {
    let mut report = a_report();
    report.order.from = report.order.until - TimeDelta::days(1);
    let (mut mocks, _) = report_due(Some(report), Some(sample::user()));
    let mails = mailing(&mut mocks, Ok(()));
    accepting_updates(&mut mocks);
    mocks.korotko().jobs.run_due().await.unwrap();
    let mails = mails.lock().unwrap();
    let MailContent::Report(content) = &mails[0].content else {
        panic!("a report");
    };
    assert_eq!(content.attachment.file_name, "korotko-2025-12-31.sheet");
}

#[tokio::test]
async fn a_scheduled_report_carries_an_unsubscribe_link() {
    let scheduled = Report {
        schedule: Some(ScheduleId(4)),
        ..a_report()
    };
    let (mut mocks, _) = report_due(Some(scheduled), Some(sample::user()));
    let mails = mailing(&mut mocks, Ok(()));
    accepting_updates(&mut mocks);
    let korotko = mocks.korotko();
    korotko.jobs.run_due().await.unwrap();
    let mails = mails.lock().unwrap();
    let MailContent::Report(content) = &mails[0].content else {
        panic!("a report");
    };
    let token = korotko.users.tokens.issue_unsubscribe(ScheduleId(4));
    let expected = format!("https://short.example/unsubscribe/{token}");
    let unsubscribe = content.unsubscribe.as_ref().map(ToString::to_string);
    assert_eq!(unsubscribe, Some(expected));
}

#[tokio::test]
async fn no_mail_is_sent_for_a_missing_or_sent_report() {
    let sent = Report {
        state: ReportState::Sent,
        ..a_report()
    };
    for report in [None, Some(sent)] {
        let (mut mocks, states) = report_due(report, None);
        accepting_updates(&mut mocks);
        assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().done, 1);
        assert!(states.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn no_report_is_sent_to_a_deleted_unverified_or_disabled_account() {
    let unconfirmed = User {
        verified_at: None,
        ..sample::user()
    };
    let disabled = User {
        disabled_at: Some(sample::now()),
        ..sample::user()
    };
    for user in [None, Some(unconfirmed), Some(disabled)] {
        let (mut mocks, states) = report_due(Some(a_report()), user);
        accepting_updates(&mut mocks);
        assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().failed, 1);
        let states = states.lock().unwrap();
        assert_eq!(states.last().unwrap().0, ReportState::Failed);
    }
}

#[tokio::test]
async fn the_outcome_of_the_job_is_recorded_on_the_report() {
    let refused = MailError::Refused("550 no such mailbox".to_owned());
    let away = MailError::Unavailable("no greeting".to_owned());
    let failure_text = Some(refused.to_string());
    for (error, state, failure) in [
        (refused, ReportState::Failed, failure_text),
        (away, ReportState::Queued, None),
    ] {
        let (mut mocks, states) = report_due(Some(a_report()), Some(sample::user()));
        mailing(&mut mocks, Err(error));
        accepting_updates(&mut mocks);
        mocks.korotko().jobs.run_due().await.unwrap();
        assert_eq!(states.lock().unwrap().last(), Some(&(state, failure)));
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_job_does_not_change_the_report() {
    let (mut mocks, states) = report_due(Some(a_report()), Some(sample::user()));
    mailing(&mut mocks, Ok(()));
    mocks.jobs.expect_finish().returning(|_, _| Ok(false));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().lost, 1);
    assert_eq!(states.lock().unwrap().len(), 1, "it began, and no more");
}

#[tokio::test]
async fn a_worker_that_lost_its_job_does_not_begin_the_report() {
    let (mut mocks, states) = report_due(Some(a_report()), Some(sample::user()));
    mocks.jobs = MockJobRepository::new();
    let claim = mocks.jobs.expect_claim();
    claim.returning(|_, _, _| Ok(vec![due()]));
    mocks.jobs.expect_renew().returning(|_, _| Ok(false));
    mocks.jobs.expect_finish().returning(|_, _| Ok(false));
    assert_eq!(mocks.korotko().jobs.run_due().await.unwrap().lost, 1);
    assert!(states.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_failed_report_is_requeued_with_its_job() {
    let failed = Report {
        state: ReportState::Failed,
        failure: Some("no".to_owned()),
        finished_at: Some(sample::now()),
        ..a_report()
    };
    let (mut mocks, states) = report_due(Some(failed), Some(sample::user()));
    let requeued = mocks.jobs.expect_requeue();
    requeued.returning(|_, _| Ok(Some(due().job)));
    let administration = mocks.with_audit_log().korotko().administration;
    administration
        .retry_job(Actor::CommandLine, due().id)
        .await
        .unwrap();
    assert_eq!(*states.lock().unwrap(), [(ReportState::Queued, None)]);
}
