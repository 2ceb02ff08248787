//! Copies of whole databases, made while others write.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::{DatabaseUrl, DumpError, SeaOptions, SeaStore, is_file_in_use, verify_file};
use korotko_testkit::until;
use tempfile::NamedTempFile;
use tokio::task::JoinHandle;

use crate::fixtures::{Database, insert_user, new_link, on_both, patient};
use crate::schema::count;

on_both!(
    a_copy_has_what_is_committed_when_it_begins,
    restored_databases_skip_the_ids_that_may_have_been_given,
);

/// Inserts users until it is stopped.
struct Writing {
    stop: Arc<AtomicBool>,
    committed: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Writing {
    fn on(store: SeaStore) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let committed = Arc::new(AtomicU64::new(0));
        let (stopped, counted) = (stop.clone(), committed.clone());
        let task = tokio::spawn(async move {
            let mut number = 0;
            while !stopped.load(Ordering::SeqCst) {
                insert_user(&store, &format!("user-{number}@example.com")).await;
                number += 1;
                counted.store(number, Ordering::SeqCst);
            }
        });
        Self {
            stop,
            committed,
            task,
        }
    }

    fn committed(&self) -> u64 {
        self.committed.load(Ordering::SeqCst)
    }

    async fn end(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap();
    }
}

/// Copies a database; returns what `fixed` returns.
async fn copy<T>(
    database: &Database,
    store: &SeaStore,
    path: &Path,
    fixed: impl FnOnce() -> T,
) -> T {
    match database {
        Database::Sqlite(_) => store.copy_file(path, fixed).await.unwrap(),
        Database::Postgresql(_) => {
            let url = DatabaseUrl::parse(&database.url()).unwrap();
            url.dump(path, fixed).await.unwrap()
        }
    }
}

/// An empty database into which a copy was restored.
async fn restored(from: &Database, copy: &Path) -> (Database, SeaStore) {
    let database = match from {
        Database::Sqlite(_) => Database::sqlite(),
        Database::Postgresql(_) => Database::postgresql(),
    };
    if let Database::Sqlite(folder) = &database {
        verify_file(copy).await.unwrap();
        std::fs::copy(copy, folder.path().join("korotko.db")).unwrap();
    } else {
        let url = DatabaseUrl::parse(&database.url()).unwrap();
        url.restore(copy).await.unwrap();
    }
    let store = database.connect(&patient()).await;
    store.check().await.unwrap();
    (database, store)
}

async fn a_copy_has_what_is_committed_when_it_begins(database: Database) {
    let store = database.store().await;
    let writing = Writing::on(database.connect(&patient()).await);
    until("users", async || writing.committed() > 50).await;
    for _ in 0..3 {
        let file = NamedTempFile::new().unwrap();
        let least = writing.committed();
        // Others write while it is made, or else this would never end.
        let most = copy(&database, &store, file.path(), || writing.committed()).await;
        let end = writing.committed();
        until("others write", async || writing.committed() > end).await;
        let (other, _) = restored(&database, file.path()).await;
        let copied = u64::try_from(count(&other.raw().await, "users").await).unwrap();
        // One may be committed and not counted yet.
        assert!(
            (least..=most + 1).contains(&copied),
            "{copied} is not from {least} to {most}"
        );
    }
    writing.end().await;
}

async fn restored_databases_skip_the_ids_that_may_have_been_given(database: Database) {
    let store = database.store().await;
    insert_user(&store, "ann@example.com").await;
    let file = NamedTempFile::new().unwrap();
    copy(&database, &store, file.path(), || ()).await;
    let (_other, store) = restored(&database, file.path()).await;
    store.skip_ids().await.unwrap();
    let bob = insert_user(&store, "bob@example.com").await;
    assert!(bob.0 > 1_000_000, "{bob}");
    // There was none before.
    let unit = store.begin().await.unwrap();
    let link = unit.links().insert(&new_link("way", None)).await.unwrap();
    unit.commit().await.unwrap();
    assert!(link.id.0 > 1_000_000, "{}", link.id);
}

#[tokio::test]
async fn a_damaged_file_is_not_verified() {
    let database = Database::sqlite();
    let store = database.store().await;
    for number in 0..50 {
        insert_user(&store, &format!("user-{number}@example.com")).await;
    }
    let file = NamedTempFile::new().unwrap();
    store.copy_file(file.path(), || ()).await.unwrap();
    verify_file(file.path()).await.unwrap();
    let mut bytes = std::fs::read(file.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xff);
    std::fs::write(file.path(), bytes).unwrap();
    let error = verify_file(file.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
}

#[tokio::test]
async fn a_file_is_in_use_while_another_store_has_it_open() {
    let database = Database::sqlite();
    let store = database.store().await;
    insert_user(&store, "ann@example.com").await;
    let Database::Sqlite(folder) = &database else {
        unreachable!()
    };
    let file = folder.path().join("korotko.db");
    assert!(is_file_in_use(&file).await.unwrap());
    store.close().await.unwrap();
    assert!(!is_file_in_use(&file).await.unwrap());
    let again = SeaStore::connect_file(&file, &SeaOptions::default()).await;
    again.unwrap().check().await.unwrap();
}

#[tokio::test]
async fn a_dump_that_fails_says_why() {
    let database = Database::postgresql();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let missing = Path::new("/nowhere/korotko.dump");
    for failed in [url.dump(missing, || ()).await, url.restore(missing).await] {
        let error = failed.unwrap_err();
        assert!(error.to_string().contains("/nowhere"), "{error}");
    }
    let sqlite = DatabaseUrl::parse("sqlite:x.db").unwrap();
    let failed = sqlite.dump(missing, || ()).await.unwrap_err();
    assert!(matches!(failed, DumpError::NotAServer));
}
