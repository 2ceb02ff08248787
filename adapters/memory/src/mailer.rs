use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use korotko_core::ports::{Mail, MailError, Mailer};

/// Keeps sent mails, in order, instead of sending them. A clone is another handle of the same mailer.
///
/// ```
/// use korotko_core::ports::MailError;
/// use korotko_memory::MemoryMailer;
///
/// let mailer = MemoryMailer::new();
/// mailer.fail_with(Some(MailError::Unavailable("connection refused".to_owned())));
/// // ... every mail fails, until:
/// mailer.fail_with(None);
/// assert!(mailer.sent().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryMailer {
    outbox: Arc<Mutex<Outbox>>,
}

#[derive(Debug, Default)]
struct Outbox {
    sent: Vec<Mail>,
    failure: Option<MailError>,
}

impl MemoryMailer {
    /// A mailer without sent mails, which accepts all mails.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The sent mails, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<Mail> {
        self.outbox().sent.clone()
    }

    /// From now on every mail fails with this error; with `None` all are sent again.
    pub fn fail_with(&self, failure: Option<MailError>) {
        self.outbox().failure = failure;
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let mut outbox = self.outbox();
        if let Some(failure) = &outbox.failure {
            return Err(failure.clone());
        }
        outbox.sent.push(mail.clone());
        Ok(())
    }
}
