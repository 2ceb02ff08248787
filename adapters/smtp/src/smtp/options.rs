use std::time::Duration;

/// Options of [`SmtpMailer`](super::SmtpMailer).
#[derive(Debug, Clone)]
pub struct SmtpOptions {
    /// Whether `smtp://` means plaintext for any host, not only for this machine. Passwords and links can then be read in
    /// transit. Default: `false`.
    pub allow_plaintext: bool,
    /// The name sent in EHLO, a domain (RFC 5321 4.1.4). Default: the domain of the sender, which does not reveal this
    /// machine.
    pub hello: Option<String>,
    /// Certificates of authorities to trust in addition to the public ones, as PEM, for a mail server with a private
    /// authority. Default: none.
    pub authorities: Vec<u8>,
    /// The most concurrent connections, and so concurrent mails; at least 1. Default: 4.
    pub max_connections: usize,
    /// How long an idle connection is kept for the next mail. Default: 30 s; servers close idle connections after some minutes.
    pub idle_timeout: Duration,
    /// How long to wait for a connection, for signing in, and for each reply. The last reply of a mail may take three times as
    /// long, and another second for every 32 KiB of the mail, since a timeout there may duplicate the mail
    /// (RFC 5321 4.5.3.2.6). Default: 20 s.
    pub timeout: Duration,
}

impl Default for SmtpOptions {
    fn default() -> Self {
        Self {
            allow_plaintext: false,
            hello: None,
            authorities: Vec::new(),
            max_connections: 4,
            idle_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(20),
        }
    }
}
