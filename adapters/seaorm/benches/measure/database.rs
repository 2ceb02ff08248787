use std::sync::Arc;
use std::time::Duration;

use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, Store};
use korotko_core::user::{Email, Language, PasswordHash};
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_testkit::TestDatabase;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tempfile::TempDir;

use super::links::moment;

/// A migrated, empty database, which is removed when this is dropped.
pub struct Database {
    pub name: &'static str,
    pub store: Arc<SeaStore>,
    url: String,
    _folder: Option<TempDir>,
    _server: Option<TestDatabase>,
}

impl Database {
    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/korotko.db?mode=rwc", folder.path().display());
        Self {
            name: "SQLite",
            store: connect(&url).await,
            url,
            _folder: Some(folder),
            _server: None,
        }
    }

    async fn postgresql() -> Self {
        let database = TestDatabase::create();
        let url = database.url();
        Self {
            name: "PostgreSQL",
            store: connect(&url).await,
            url,
            _folder: None,
            _server: Some(database),
        }
    }

    /// A raw connection besides the store.
    #[allow(clippy::disallowed_methods, reason = "the URL has no password here")]
    pub async fn raw(&self) -> DatabaseConnection {
        sea_orm::Database::connect(&self.url).await.unwrap()
    }

    /// Updates the statistics of PostgreSQL, as autovacuum does later.
    pub async fn analyze(&self) {
        if self.name == "PostgreSQL" {
            let raw = self.raw().await;
            raw.execute_unprepared("VACUUM ANALYZE").await.unwrap();
        }
    }
}

async fn connect(url: &str) -> Arc<SeaStore> {
    let options = SeaOptions {
        statement_timeout: Duration::from_mins(5),
        ..SeaOptions::default()
    };
    let store = SeaStore::connect(url, &options).await.unwrap();
    store.migrate_up().await.unwrap();
    Arc::new(store)
}

/// Measures on both databases, one after the other, or on the one that `KOROTKO_BENCH_ON` names.
#[allow(clippy::disallowed_methods, reason = "no setting of the program")]
pub async fn on_each_database(measure: impl AsyncFn(Database)) {
    let only = std::env::var("KOROTKO_BENCH_ON").unwrap_or_default();
    if only.is_empty() || only == "sqlite" {
        measure(Database::sqlite().await).await;
    }
    if only.is_empty() || only == "postgresql" {
        measure(Database::postgresql().await).await;
    }
}

/// The number in a variable, or `default`.
#[allow(clippy::disallowed_methods, reason = "no setting of the program")]
pub fn number_from_environment(name: &str, default: usize) -> usize {
    let set = std::env::var(name).ok();
    set.map_or(default, |number| number.parse().unwrap())
}

pub async fn insert_user(store: &SeaStore, address: &str) -> UserId {
    let user = InsertUser {
        email: Email::parse(address).unwrap(),
        password_hash: PasswordHash::from_phc("a hash".to_owned()),
        language: Language::En,
        created_at: moment(0),
    };
    let unit = store.begin().await.unwrap();
    let id = unit.users().insert(&user).await.unwrap().id;
    unit.commit().await.unwrap();
    id
}
