//! Korotko's ports in memory: a store and a mailer without a database or a mail server.
