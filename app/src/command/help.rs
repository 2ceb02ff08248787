//! Texts that the help and the manual share.

/// Settings that cannot be flags, because every user of a machine can read the arguments of its processes.
pub(super) const SECRETS: &str = "\
Secrets, and URLs that may contain a password, are environment variables only:
  KOROTKO_DATABASE_URL  postgres://user:password@host:port/database?sslmode=..., or sqlite:path;
                        percent-encode special characters in user and password, such as / as %2F
                        [default: the file korotko.db in the data folder]
  KOROTKO_DATABASE_DIRECT_URL
                        the same PostgreSQL database without a transaction pooler
  KOROTKO_SMTP_URL      smtps://user:password@host:port, or smtp://... with STARTTLS; special
                        characters in user and password must be percent-encoded
                        [default: mails are written to a folder]
  KOROTKO_JWT_SECRET    standard base64 of at least 32 bytes (openssl rand -base64 32), or several
                        separated by commas: the first signs, all verify
  KOROTKO_EMAIL_SECRET  standard base64 of at least 32 bytes, different from KOROTKO_JWT_SECRET
                        [with SQLite both are created at the first start and kept in the data
                        folder; with PostgreSQL they are required]
To read one from a file, set <NAME>_FILE instead, such as KOROTKO_JWT_SECRET_FILE, to its path. An
empty variable counts as not set.";

/// The exit codes of all commands.
pub(super) const EXIT_CODES: &str = "  \
  0  success
  1  failure, such as an id that does not exist, rows that were not imported, a check that failed,
     or a service that is not ready
  2  invalid arguments or settings, or a command that destroys data without --yes; nothing was done";

/// What the help says at its end.
pub(super) fn end() -> String {
    format!("{SECRETS}\n\nExit codes:\n{EXIT_CODES}")
}
