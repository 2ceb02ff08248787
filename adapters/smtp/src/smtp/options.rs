use std::time::Duration;

/// How [`SmtpMailer`](super::SmtpMailer) goes about it.
#[derive(Debug, Clone)]
pub struct SmtpOptions {
    /// Whether `smtp://` means plaintext for any host, not only for this machine. Passwords and links can then be read on the
    /// way. Default: no.
    pub allow_plaintext: bool,
    /// The name given in EHLO, a domain (RFC 5321 4.1.4). Default: the domain of the sender, which tells nothing of this
    /// machine.
    pub hello: Option<String>,
    /// Certificates of authorities to trust besides the public ones, as PEM: for a mail server with a private authority.
    /// Default: none.
    pub authorities: Vec<u8>,
    /// The most connections, and so mails under way, at once; at least one. Default: 4.
    pub max_connections: usize,
    /// How long a connection is kept for the next mail. Default: 30 s; servers hang up after some minutes.
    pub idle_timeout: Duration,
    /// How long to wait for a connection, for signing in, and for each reply; for the last reply of a mail, three times as
    /// long, and a second more for every 32 KiB of the mail, since giving up there may double it (RFC 5321 4.5.3.2.6).
    /// Default: 20 s.
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
