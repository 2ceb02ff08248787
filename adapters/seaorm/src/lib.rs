//! Korotko's store on SeaORM: SQLite (embedded) and PostgreSQL on one code path.
