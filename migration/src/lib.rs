//! The schema of Korotko's database, step by step, for SQLite and PostgreSQL.
