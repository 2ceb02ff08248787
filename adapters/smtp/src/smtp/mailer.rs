use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::ports::{Mail, MailError, Mailer};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::time::timeout;

use super::connection::open;
use super::pool::Pool;
use super::server::Server;
use super::transaction::transmit;
use super::{SetupError, SmtpOptions};
use crate::mail::{Sender, Transfer, compose};

/// Sends mails by SMTP.
///
/// | Failure | [`MailError`] |
/// |---|---|
/// | 5xx to RCPT or DATA, or after the content; an address that does not fit into an envelope, or needs SMTPUTF8 where the server does not offer it; a mail larger than the server accepts (SIZE) | `Refused` |
/// | 4xx to MAIL, RCPT or DATA, or after the content | `Deferred` |
/// | connection, TLS, greeting or AUTH failed; the connection was closed or timed out at any stage; 5xx to MAIL, which would affect every mail; at any stage 421 and the codes that require another sign-in (530, 534, 535, 538) | `Unavailable` |
///
/// A server that requires a sign-in and answers RCPT with 550 or 554 ("relay access denied") cannot be distinguished from one
/// that refuses the address. If the connection is closed or times out after the content, the server may have accepted the
/// mail: the next attempt carries the same Message-ID.
///
/// Idle connections are reused. Requires a tokio runtime.
pub struct SmtpMailer {
    server: Server,
    sender: Sender,
    pool: Pool,
    timeout: Duration,
}

impl SmtpMailer {
    /// Creates a mailer for the server at `url`, which sends as `from` (`name@example.com` or `Name <name@example.com>`).
    /// Does not connect yet.
    ///
    /// * `smtps://user:password@host[:465]`: TLS from the start.
    /// * `smtp://user:password@host[:587]`: STARTTLS, required.
    /// * `smtp://127.0.0.1[:25]`, or any host with [`SmtpOptions::allow_plaintext`]: plaintext; `?tls=required` requires
    ///   STARTTLS there. `?tls=none` requires plaintext, and is refused for other hosts.
    ///
    /// User and password are percent-encoded; without them, the mailer does not sign in.
    ///
    /// ```
    /// use korotko_smtp::{SetupError, SmtpMailer, SmtpOptions};
    ///
    /// let options = SmtpOptions::default();
    /// let mailer = SmtpMailer::new(
    ///     "smtps://ann:p%40ss@mail.example.com",
    ///     "Korotko <noreply@example.com>",
    ///     &options,
    /// )?;
    /// assert!(!format!("{mailer:?}").contains("p@ss"));
    /// # Ok::<(), SetupError>(())
    /// ```
    pub fn new(url: &str, from: &str, options: &SmtpOptions) -> Result<Self, SetupError> {
        let sender = Sender::parse(from)?;
        Ok(Self {
            server: Server::parse(url, &sender, options)?,
            sender,
            pool: Pool::new(options.max_connections, options.idle_timeout),
            timeout: options.timeout,
        })
    }

    /// Connects, secures the connection and signs in as for a mail, and disconnects without sending one.
    pub async fn check(&self) -> Result<(), MailError> {
        let mut connection = open(&self.server, self.timeout).await?;
        // What the server says at the end does not matter.
        let _: Result<_, _> = timeout(self.timeout, connection.quit()).await;
        Ok(())
    }

    /// The server, and how the connection is secured, for people.
    #[must_use]
    pub fn server(&self) -> String {
        let Server { host, port, .. } = &self.server;
        let security = self.server.security.name();
        format!("the mail server {host}:{port} ({security})")
    }

    async fn connection(&self) -> Result<AsyncSmtpConnection, MailError> {
        match self.pool.take().await {
            Some(connection) => Ok(connection),
            None => open(&self.server, self.timeout).await,
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let outgoing = compose(mail, &self.sender, Transfer::SevenBit)?;
        let _permit = self.pool.permit().await;
        let mut connection = self.connection().await?;
        let sent = transmit(&mut connection, &outgoing, &self.server.hello, self.timeout).await;
        if sent.as_ref().err().is_none_or(|failure| failure.reusable) {
            self.pool.park(connection);
        }
        sent.map_err(|failure| failure.error)
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("host", &self.server.host)
            .field("port", &self.server.port)
            .field("security", &self.server.security.name())
            .finish_non_exhaustive()
    }
}
