//! Checks of [`Mailer`](korotko_core::ports::Mailer).

use futures_util::future::join_all;
use url::Url;

use super::given::{email, moment};
use super::suite::checks;
use super::{Arrival, MailerFixture};
use korotko_core::Zone;
use korotko_core::abuse::{AbuseCategory, AbuseText};
use korotko_core::click::Counts;
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::link::TargetUrl;
use korotko_core::ports::{
    AbuseMail, Attachment, InsertAbuseReport, Mail, MailContent, ReportMail, TopLink,
};
use korotko_core::report::{ReportOrder, ReportScope, ReportSubject};
use korotko_core::user::{Email, Language};

checks! { $
    /// Creates a test of every check of [`Mailer`](korotko_core::ports::Mailer). The argument is called without arguments, once
    /// a test, and returns a future of a [`MailerFixture`](crate::MailerFixture).
    mailer_contract, mailer:
    a_sent_mail_has_arrived,
    the_message_id_is_not_changed,
    every_attempt_has_the_same_message_id,
    every_content_is_sent_in_every_language,
    mail_is_sent_to_every_kind_of_address,
    mails_sent_concurrently_all_arrive,
    a_file_of_five_megabytes_arrives_unchanged,
    an_error_contains_neither_address_nor_content,
}

const FILE_NAME: &str = "clicks-2026-10.xlsx";

const TOKEN: &str = "dG9rZW4-0123456789abcdef";

fn contents() -> [MailContent; 9] {
    [
        MailContent::Verification {
            link: url(&format!(
                "https://short.example/api/email-verification/{TOKEN}"
            )),
        },
        MailContent::Invitation {
            link: url(&format!("https://short.example/invite/{TOKEN}")),
        },
        MailContent::PasswordReset {
            link: url(&format!("https://short.example/reset/{TOKEN}")),
        },
        MailContent::EmailChangeToOld {
            link: url(&format!("https://short.example/email/{TOKEN}")),
            new_email: email(&format!("{TOKEN}@example.org")),
        },
        MailContent::EmailChangeToNew {
            link: url(&format!("https://short.example/email/{TOKEN}")),
        },
        MailContent::EmailChanged {
            service: url("https://short.example/"),
            new_email: email(&format!("{TOKEN}@example.org")),
        },
        MailContent::Test {
            service: url("https://short.example/"),
        },
        report(b"a small file".to_vec()),
        abuse_report(),
    ]
}

/// An abuse report with all fields.
fn abuse_report() -> MailContent {
    let new = InsertAbuseReport {
        link: LinkId(3),
        category: AbuseCategory::Phishing,
        text: AbuseText::parse(&format!("Line 1\r\n<b>{TOKEN}</b>")).ok(),
        reporter: Some(email("bob@example.com")),
        created_at: moment(0),
    };
    MailContent::AbuseReport(Box::new(AbuseMail {
        service: url("https://short.example/"),
        share_url: url(&format!("https://short.example/{TOKEN}")),
        target: TargetUrl::from_stored(format!("https://example.com/{TOKEN}")),
        report: new.into_report(AbuseReportId(5)),
    }))
}

/// A report with this file.
fn report(bytes: Vec<u8>) -> MailContent {
    let unsubscribe = format!("https://short.example/api/report-schedules/end?token={TOKEN}");
    let counts = |humans| Counts {
        humans,
        ..Counts::default()
    };
    MailContent::Report(Box::new(ReportMail {
        service: url("https://short.example/"),
        order: ReportOrder {
            scope: ReportScope::All,
            from: moment(0),
            until: moment(86_400),
            zone: Zone::UTC,
            language: Language::En,
            include_bots: false,
        },
        subject: ReportSubject::Collection(TOKEN.to_owned()),
        total: counts(12),
        before: counts(10),
        links: 3,
        top: vec![TopLink {
            share_url: format!("https://short.example/{TOKEN}"),
            title: Some(TOKEN.to_owned()),
            clicks: 12,
        }],
        omitted_links: 1,
        attachment: Attachment {
            file_name: FILE_NAME.to_owned(),
            media_type: "application/octet-stream",
            bytes,
        },
        unsubscribe: Some(url(&unsubscribe)),
    }))
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn mail(message_id: &str, to: &str) -> Mail {
    let [content, ..] = contents();
    Mail {
        message_id: message_id.to_owned(),
        to: email(to),
        language: Language::En,
        date: moment(0),
        content,
    }
}

pub async fn a_sent_mail_has_arrived(fixture: &MailerFixture) {
    assert_eq!(fixture.inbox.arrivals().await, []);
    let sent = mail("job.1@short.example", "Ann.O@example.com");
    fixture.mailer.send(&sent).await.unwrap();
    let expected = Arrival {
        message_id: "job.1@short.example".to_owned(),
        to: "Ann.O@example.com".to_owned(),
        files: Vec::new(),
    };
    assert_eq!(fixture.inbox.arrivals().await, [expected]);
}

pub async fn the_message_id_is_not_changed(fixture: &MailerFixture) {
    let long = format!("job.{}@a.{}.example", "7".repeat(60), "b".repeat(60));
    for id in ["1@short.example", "Job-1.x+y@Short.example", &long] {
        fixture
            .mailer
            .send(&mail(id, "ann@example.com"))
            .await
            .unwrap();
        let arrivals = fixture.inbox.arrivals().await;
        assert!(
            arrivals.iter().any(|arrival| arrival.message_id == *id),
            "{id} is not among {arrivals:?}"
        );
    }
}

pub async fn every_attempt_has_the_same_message_id(fixture: &MailerFixture) {
    let mut sent = mail("job.1@short.example", "ann@example.com");
    for attempt in 0..2 {
        sent.date = moment(attempt);
        fixture.mailer.send(&sent).await.unwrap();
    }
    // If mails are stored by their id, the second replaces the first.
    let arrivals = fixture.inbox.arrivals().await;
    assert!(!arrivals.is_empty());
    for arrival in arrivals {
        assert_eq!(arrival.message_id, sent.message_id);
    }
}

pub async fn every_content_is_sent_in_every_language(fixture: &MailerFixture) {
    let mut ids = Vec::new();
    for language in [Language::En, Language::Ru] {
        for content in contents() {
            let id = format!("job.{:02}@short.example", ids.len());
            let sent = Mail {
                language,
                content,
                ..mail(&id, "ann@example.com")
            };
            fixture.mailer.send(&sent).await.unwrap();
            ids.push(id);
        }
    }
    assert_eq!(arrived_ids(fixture).await, ids);
}

pub async fn mail_is_sent_to_every_kind_of_address(fixture: &MailerFixture) {
    for (index, typed) in [
        "Ann@EXAMPLE.com",
        "o'brien+tag@example.com",
        "ann@пример.рф",
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("job.{index}@short.example");
        fixture.mailer.send(&mail(&id, typed)).await.unwrap();
        let arrivals = fixture.inbox.arrivals().await;
        let arrived = arrivals.iter().find(|arrival| arrival.message_id == id);
        // The domain may be spelled differently.
        let to = Email::parse(&arrived.unwrap().to).unwrap();
        assert_eq!(to.canonical(), email(typed).canonical());
    }
}

pub async fn mails_sent_concurrently_all_arrive(fixture: &MailerFixture) {
    let ids: Vec<_> = (10..26)
        .map(|index| format!("job.{index}@short.example"))
        .collect();
    let sends = ids.iter().map(|id| async move {
        fixture
            .mailer
            .send(&mail(id, "ann@example.com"))
            .await
            .unwrap();
    });
    join_all(sends).await;
    assert_eq!(arrived_ids(fixture).await, ids);
}

pub async fn a_file_of_five_megabytes_arrives_unchanged(fixture: &MailerFixture) {
    // Every byte value, in an order that repeats late.
    let bytes: Vec<u8> = (0..5_000_000_u32)
        .map(|index| (index.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0])
        .collect();
    let sent = Mail {
        content: report(bytes.clone()),
        ..mail("job.1@short.example", "ann@example.com")
    };
    fixture.mailer.send(&sent).await.unwrap();
    let arrivals = fixture.inbox.arrivals().await;
    let [arrival] = arrivals.as_slice() else {
        panic!("{} mails arrived", arrivals.len());
    };
    let [(name, arrived)] = arrival.files.as_slice() else {
        panic!("{} files arrived", arrival.files.len());
    };
    assert_eq!(name, FILE_NAME);
    assert!(
        *arrived == bytes,
        "{} bytes arrived, or others",
        arrived.len()
    );
}

pub async fn an_error_contains_neither_address_nor_content(fixture: &MailerFixture) {
    for content in contents() {
        let sent = Mail {
            content,
            ..mail("job.1@short.example", "Secret.Ann@hidden.example")
        };
        let error = fixture.failing.send(&sent).await.unwrap_err();
        let text = format!("{error} {error:?}").to_lowercase();
        for secret in ["secret.ann", "hidden.example", &TOKEN.to_lowercase()] {
            assert!(!text.contains(secret), "{text:?} contains {secret:?}");
        }
    }
}

async fn arrived_ids(fixture: &MailerFixture) -> Vec<String> {
    let arrivals = fixture.inbox.arrivals().await.into_iter();
    let mut ids: Vec<_> = arrivals.map(|arrival| arrival.message_id).collect();
    ids.sort_unstable();
    ids
}
