use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{Mail, MailContent, MailError, Mailer};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use tokio::time::Instant;

use super::Metrics;

/// The upper bounds of the time that sending a mail takes, in seconds.
const BUCKETS: [f64; 10] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

const KINDS: [&str; 9] = [
    "verification",
    "invitation",
    "password-reset",
    "email-change-to-old",
    "email-change-to-new",
    "email-changed",
    "test",
    "report",
    "abuse-report",
];

const OUTCOMES: [&str; 4] = ["sent", "refused", "deferred", "unavailable"];

/// A mailer that counts the mails of another one, by content and outcome.
pub(crate) struct CountingMailer {
    inner: Arc<dyn Mailer>,
    mails: Family<Labels, Counter>,
    durations: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    kind: &'static str,
    outcome: &'static str,
}

impl CountingMailer {
    /// Counts the mails of `inner` in these metrics.
    pub(crate) fn new(inner: Arc<dyn Mailer>, metrics: &mut Metrics) -> Self {
        let mails = Family::<Labels, Counter>::default();
        for kind in KINDS {
            // Shown from the start, since a rate begins with the first number that is seen.
            for outcome in OUTCOMES {
                drop(mails.get_or_create(&Labels { kind, outcome }));
            }
        }
        let durations = Histogram::new(BUCKETS);
        metrics.register(
            "korotko_mails",
            "Attempts to send a mail, by what it is about and by outcome",
            mails.clone(),
        );
        metrics.register(
            "korotko_mail_duration_seconds",
            "How long these attempts took",
            durations.clone(),
        );
        Self {
            inner,
            mails,
            durations,
        }
    }
}

#[async_trait]
impl Mailer for CountingMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let began = Instant::now();
        let sent = self.inner.send(mail).await;
        self.durations.observe(began.elapsed().as_secs_f64());
        let [
            verification,
            invitation,
            reset,
            to_old,
            to_new,
            changed,
            test,
            report,
            abuse,
        ] = KINDS;
        let kind = match &mail.content {
            MailContent::Verification { .. } => verification,
            MailContent::Invitation { .. } => invitation,
            MailContent::PasswordReset { .. } => reset,
            MailContent::EmailChangeToOld { .. } => to_old,
            MailContent::EmailChangeToNew { .. } => to_new,
            MailContent::EmailChanged { .. } => changed,
            MailContent::Test { .. } => test,
            MailContent::Report(_) => report,
            MailContent::AbuseReport(_) => abuse,
        };
        let [done, refused, deferred, unavailable] = OUTCOMES;
        let outcome = match &sent {
            Ok(()) => done,
            Err(MailError::Refused(_)) => refused,
            Err(MailError::Deferred(_)) => deferred,
            Err(MailError::Unavailable(_)) => unavailable,
        };
        self.mails.get_or_create(&Labels { kind, outcome }).inc();
        sent
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use korotko_core::mock::sample;
    use korotko_core::user::{Email, Language};
    use korotko_memory::MemoryMailer;
    use url::Url;

    use super::*;

    fn mail(content: MailContent) -> Mail {
        Mail {
            message_id: "job-1@short.example".to_owned(),
            to: Email::parse("ann@example.com").unwrap(),
            language: Language::En,
            date: sample::now(),
            content,
        }
    }

    #[tokio::test]
    async fn every_mail_is_passed_on_and_counted_by_its_outcome() {
        let inner = MemoryMailer::new();
        let counting = CountingMailer::new(Arc::new(inner.clone()), &mut Metrics::new());
        let url = Url::parse("https://short.example/").unwrap();
        let verification = mail(MailContent::Verification { link: url.clone() });
        let reset = mail(MailContent::PasswordReset { link: url });
        let why = || "no".to_owned();
        for (mail, failure, kind, outcome) in [
            (&verification, None, "verification", "sent"),
            (&reset, None, "password-reset", "sent"),
            (
                &verification,
                Some(MailError::Refused(why())),
                "verification",
                "refused",
            ),
            (
                &reset,
                Some(MailError::Deferred(why())),
                "password-reset",
                "deferred",
            ),
            (
                &reset,
                Some(MailError::Unavailable(why())),
                "password-reset",
                "unavailable",
            ),
        ] {
            inner.fail_with(failure.clone());
            let counter = counting
                .mails
                .get_or_create_owned(&Labels { kind, outcome });
            assert_eq!(counter.get(), 0);
            assert_eq!(counting.send(mail).await.err(), failure);
            assert_eq!(counter.get(), 1, "{kind} {outcome}");
        }
        assert_eq!(inner.sent(), [verification, reset]);
    }
}
