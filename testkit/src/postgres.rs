//! Throw-away PostgreSQL databases.
