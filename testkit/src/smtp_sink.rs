//! An SMTP server with scripted failures.
