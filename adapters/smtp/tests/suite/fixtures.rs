use std::time::Duration;

use korotko_core::ports::{Letter, Mail, MailError, Mailer, Timestamp};
use korotko_core::user::{Email, Language};
use korotko_smtp::{SmtpMailer, SmtpOptions};
use korotko_testkit::SmtpSink;

pub const FROM: &str = "Korotko <noreply@short.example>";
pub const ADDRESS: &str = "Ann.Secret@example.com";
pub const TOKEN: &str = "cmVzZXQ.tok-en_42";

/// Long enough for any machine; reached only when a test fails.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A link as long as real ones, beyond what fits a line of quoted-printable.
pub fn link() -> String {
    let digest = "0123456789abcdef".repeat(4);
    format!("https://short.example/api/email-verification/QW5uLlNlY3JldEBleGFtcGxlLmNvbQ-{digest}")
}

pub fn verification() -> Mail {
    let letter = Letter::Verification {
        link: link().parse().unwrap(),
    };
    mail(letter)
}

pub fn password_reset() -> Mail {
    let letter = Letter::PasswordReset {
        token: TOKEN.to_owned(),
        endpoint: "http://localhost:8080/api/users/password-reset/confirm/"
            .parse()
            .unwrap(),
    };
    mail(letter)
}

fn mail(letter: Letter) -> Mail {
    Mail {
        message_id: "job-42@short.example".to_owned(),
        to: Email::parse(ADDRESS).unwrap(),
        language: Language::En,
        date: Timestamp::from_timestamp_micros(1_795_376_170_123_456).unwrap(),
        letter,
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
    SmtpMailer::new(&sink.url(), FROM, &SmtpOptions::default()).unwrap()
}

/// A mailer that signs in.
pub fn mailer_with_credentials(sink: &SmtpSink) -> SmtpMailer {
    let url = format!("smtp://ann%40x:p%2Fss%3A@127.0.0.1:{}", sink.port());
    SmtpMailer::new(&url, FROM, &SmtpOptions::default()).unwrap()
}

/// Sends, within the deadline.
pub async fn send(mailer: &dyn Mailer, mail: &Mail) -> Result<(), MailError> {
    tokio::time::timeout(DEADLINE, mailer.send(mail))
        .await
        .expect("an answer within the deadline")
}
