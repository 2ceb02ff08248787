use std::time::Duration;

use korotko_core::Zone;
use korotko_core::abuse::{AbuseCategory, AbuseText};
use korotko_core::click::Counts;
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::link::TargetUrl;
use korotko_core::ports::{
    AbuseMail, Attachment, InsertAbuseReport, Mail, MailContent, MailError, Mailer, ReportMail,
    Timestamp, TopLink,
};
use korotko_core::report::{ReportOrder, ReportScope, ReportSubject};
use korotko_core::user::{Email, Language};
use korotko_smtp::{SmtpMailer, SmtpOptions};
use korotko_testkit::{ReceivedMail, SmtpSink};

pub const FROM: &str = "Korotko <noreply@short.example>";
pub const ADDRESS: &str = "Ann.Secret@example.com";
pub const UNSUBSCRIBE: &str = "https://short.example/api/unsubscribe/42-abc?x=1";
pub const TOKEN: &str = "cmVzZXQ.tok-en_42";

/// Long enough for any machine; reached only when a test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A link as long as real ones, beyond what fits a line of quoted-printable.
pub fn link() -> String {
    let digest = "0123456789abcdef".repeat(4);
    format!("https://short.example/api/email-verification/QW5uLlNlY3JldEBleGFtcGxlLmNvbQ-{digest}")
}

pub fn verification() -> Mail {
    let content = MailContent::Verification {
        link: link().parse().unwrap(),
    };
    mail(content)
}

pub fn invitation() -> Mail {
    let content = MailContent::Invitation {
        link: link().parse().unwrap(),
    };
    mail(content)
}

pub fn test() -> Mail {
    mail(MailContent::Test {
        service: "https://short.example/".parse().unwrap(),
    })
}

pub fn password_reset() -> Mail {
    let content = MailContent::PasswordReset {
        link: reset_link().parse().unwrap(),
    };
    mail(content)
}

/// The link with [`TOKEN`].
pub fn reset_link() -> String {
    format!("http://localhost:8080/reset/{TOKEN}")
}

/// The address that an account gets.
pub const NEW_ADDRESS: &str = "anna&co@example.org";

pub fn email_change_to_old() -> Mail {
    mail(MailContent::EmailChangeToOld {
        link: link().parse().unwrap(),
        new_email: Email::parse(NEW_ADDRESS).unwrap(),
    })
}

pub fn email_change_to_new() -> Mail {
    let link = link().parse().unwrap();
    mail(MailContent::EmailChangeToNew { link })
}

pub fn email_changed() -> Mail {
    mail(MailContent::EmailChanged {
        service: "https://short.example/".parse().unwrap(),
        new_email: Email::parse(NEW_ADDRESS).unwrap(),
    })
}

/// An abuse report, without an address to answer to.
pub fn abuse_report() -> Mail {
    let new = InsertAbuseReport {
        link: LinkId(3),
        category: AbuseCategory::Malware,
        text: AbuseText::parse("Line 1\r\n<b>Line 2</b>\rLine 3").ok(),
        reporter: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    mail(MailContent::AbuseReport(Box::new(AbuseMail {
        service: "https://short.example/".parse().unwrap(),
        share_url: "https://short.example/promo".parse().unwrap(),
        target: TargetUrl::from_stored("https://example.com/a?b=1".to_owned()),
        report: new.into_report(AbuseReportId(5)),
    })))
}

/// A report of a week in Moscow, by a schedule.
pub fn report() -> ReportMail {
    let counts = |humans, visitors| Counts {
        humans,
        bots: 17,
        previews: 3,
        visitors,
    };
    ReportMail {
        service: "https://short.example/".parse().unwrap(),
        order: ReportOrder {
            scope: ReportScope::All,
            from: "2026-09-27T21:00:00Z".parse().unwrap(),
            until: "2026-10-04T21:00:00Z".parse().unwrap(),
            zone: Zone::parse("Europe/Moscow").unwrap(),
            language: Language::En,
            include_bots: false,
        },
        subject: ReportSubject::All,
        total: counts(1_234, 567),
        before: counts(1_000, 400),
        links: 2_345,
        top: vec![
            top_link(
                "https://short.example/promo?u=7",
                Some("Spring sale"),
                1_000,
            ),
            top_link("https://short.example/b", None, 34),
        ],
        omitted_links: 0,
        attachment: Attachment {
            file_name: "korotko-2026-09-28-2026-10-04.xlsx".to_owned(),
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            bytes: (0..=255).cycle().take(1_000).collect(),
        },
        unsubscribe: Some(UNSUBSCRIBE.parse().unwrap()),
    }
}

pub fn top_link(share_url: &str, title: Option<&str>, clicks: u64) -> TopLink {
    TopLink {
        share_url: share_url.to_owned(),
        title: title.map(str::to_owned),
        clicks,
    }
}

pub fn mail_of(report: ReportMail) -> Mail {
    mail(MailContent::Report(Box::new(report)))
}

fn mail(content: MailContent) -> Mail {
    Mail {
        message_id: "job-42@short.example".to_owned(),
        to: Email::parse(ADDRESS).unwrap(),
        language: Language::En,
        date: Timestamp::from_timestamp_micros(1_795_376_170_123_456).unwrap(),
        content,
    }
}

pub fn to(address: &str) -> Mail {
    Mail {
        to: Email::parse(address).unwrap(),
        ..verification()
    }
}

pub fn in_russian(mail: Mail) -> Mail {
    Mail {
        language: Language::Ru,
        ..mail
    }
}

pub fn mailer(sink: &SmtpSink) -> SmtpMailer {
    mailer_with(&sink.url(), |_| ())
}

/// A mailer for this server, with changed options.
pub fn mailer_with(url: &str, change: impl FnOnce(&mut SmtpOptions)) -> SmtpMailer {
    let mut options = SmtpOptions::default();
    change(&mut options);
    SmtpMailer::new(url, FROM, &options).unwrap()
}

/// A mailer that signs in.
pub fn mailer_with_credentials(sink: &SmtpSink) -> SmtpMailer {
    let url = format!("smtp://ann%40x:p%2Fss%3A@127.0.0.1:{}", sink.port());
    mailer_with(&url, |_| ())
}

pub fn assert_refused(sent: &Result<(), MailError>) {
    assert!(matches!(sent, Err(MailError::Refused(_))), "{sent:?}");
}

pub fn assert_unavailable(sent: &Result<(), MailError>) {
    assert!(matches!(sent, Err(MailError::Unavailable(_))), "{sent:?}");
}

/// Sends, within the deadline.
pub async fn send(mailer: &dyn Mailer, mail: &Mail) -> Result<(), MailError> {
    tokio::time::timeout(DEADLINE, mailer.send(mail))
        .await
        .expect("an answer within the deadline")
}

/// What arrives of a mail at a server that takes ASCII alone.
pub async fn received(mail: &Mail) -> ReceivedMail {
    let sink = SmtpSink::start().await.without_8bitmime();
    send(&mailer(&sink), mail).await.unwrap();
    sink.wait_for(1, DEADLINE).await.remove(0)
}
