//! Databases and sample values.

use std::fmt::Debug;
use std::sync::OnceLock;
use std::time::Duration;

use korotko_core::Zone;
use korotko_core::click::{Counts, Dimension, QuarterHour, Tally};
use korotko_core::collection::CollectionName;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::key::{KeyHash, KeyName, KeyScope, KeyScopes};
use korotko_core::link::{Namespace, Slug, TargetUrl};
use korotko_core::ports::{
    InsertCollection, InsertEmailChange, InsertImportDraft, InsertInvitation, InsertKey, InsertLink,
    InsertReport, InsertSchedule, InsertSession, InsertShare, InsertUser, Membership, Store, StoreError,
    Timestamp, UnitOfWork,
};
use korotko_core::report::{Frequency, ReportScope, Schedule, SchedulePlan};
use korotko_core::session::{AgentName, SessionHash};
use korotko_core::share::ShareSubject;
use korotko_core::user::{Email, Language, PasswordHash, User};
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_testkit::TestDatabase;
use sea_orm::DatabaseConnection;
use tempfile::TempDir;

/// Generates a test of each function on each database.
macro_rules! on_both {
    ($($check:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $check() {
                    super::$check($crate::fixtures::Database::sqlite()).await;
                }
            )+
        }
        mod postgresql {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $check() {
                    super::$check($crate::fixtures::Database::postgresql()).await;
                }
            )+
        }
    };
}
pub(crate) use on_both;

/// A database, which is removed when this is dropped. It is empty, unless a store is the first to use it.
pub(crate) enum Database {
    Sqlite(TempDir),
    Postgresql(OnceLock<TestDatabase>),
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) fn postgresql() -> Self {
        Self::Postgresql(OnceLock::new())
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => {
                format!("sqlite:{}/korotko.db?mode=rwc", folder.path().display())
            }
            Self::Postgresql(database) => database.get_or_init(TestDatabase::create).url(),
        }
    }

    pub(crate) async fn connect(&self, options: &SeaOptions) -> SeaStore {
        SeaStore::connect(&self.url(), options).await.unwrap()
    }

    /// A migrated store, with timeouts for a slow machine.
    pub(crate) async fn store(&self) -> SeaStore {
        if let Self::Postgresql(database) = self
            && database.get().is_none()
        {
            drop(database.set(TestDatabase::migrated(migrate).await));
        }
        let store = self.connect(&patient()).await;
        store.migrate_up().await.unwrap();
        store
    }

    /// A raw connection besides the store.
    #[allow(clippy::disallowed_methods, reason = "the URL has no password here")]
    pub(crate) async fn raw(&self) -> DatabaseConnection {
        sea_orm::Database::connect(self.url()).await.unwrap()
    }
}

async fn migrate(url: String) {
    let store = SeaStore::connect(&url, &patient()).await.unwrap();
    store.migrate_up().await.unwrap();
    store.close().await.unwrap();
}

/// Timeouts for a slow machine.
pub(crate) fn patient() -> SeaOptions {
    SeaOptions {
        acquire_timeout: Duration::from_mins(2),
        lock_timeout: Duration::from_mins(2),
        statement_timeout: Duration::from_mins(2),
        long_wait: Duration::from_mins(2),
        long_statement_timeout: Duration::from_mins(2),
        ..SeaOptions::default()
    }
}

/// Timeouts that expire at once.
pub(crate) fn impatient() -> SeaOptions {
    SeaOptions {
        acquire_timeout: Duration::from_millis(500),
        lock_timeout: Duration::from_millis(100),
        ..SeaOptions::default()
    }
}

pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

pub(crate) fn new_user(address: &str) -> InsertUser {
    InsertUser {
        email: Email::parse(address).unwrap(),
        password_hash: PasswordHash::from_phc("a hash".to_owned()),
        language: Language::En,
        created_at: moment(0),
    }
}

pub(crate) fn new_link(slug: &str, owner: Option<UserId>) -> InsertLink {
    let namespace = owner.map_or(Namespace::Global, Namespace::Personal);
    let target = TargetUrl::from_stored("https://example.com/".to_owned());
    InsertLink::new(namespace, Slug::parse(slug).unwrap(), target, moment(0))
}

/// Clicks of people on a link within one quarter of an hour.
pub(crate) fn tally(link: LinkId, owner: Option<UserId>, at: Timestamp, clicks: u64) -> Tally {
    let counts = Counts {
        humans: clicks,
        ..Counts::default()
    };
    let values = Dimension::ALL.map(|dimension| ((dimension, "value".to_owned()), counts));
    Tally {
        link,
        owner,
        quarter: QuarterHour::from_timestamp(at),
        counts,
        last_at: at,
        last_human_at: Some(at),
        values: values.into_iter().collect(),
    }
}

/// A schedule of `owner` that is due at once.
pub(crate) fn new_schedule(owner: UserId) -> InsertSchedule {
    InsertSchedule {
        owner,
        plan: SchedulePlan {
            scope: ReportScope::All,
            frequency: Frequency::Monthly,
            hour: 9,
            zone: Zone::parse("Europe/Moscow").unwrap(),
            language: Language::Ru,
            include_bots: true,
        },
        next_at: moment(0),
        created_at: moment(0),
    }
}

/// The only key of `owner`.
pub(crate) fn new_key(owner: UserId) -> InsertKey {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&owner.0.to_be_bytes());
    InsertKey {
        owner,
        name: KeyName::parse("Extension").unwrap(),
        prefix: "kor_ABCDEF".to_owned(),
        hash: KeyHash(hash),
        scopes: KeyScopes::new(&KeyScope::ALL),
        expires_at: None,
        created_at: moment(0),
    }
}

/// The only session of `user`.
pub(crate) fn new_session(user: UserId) -> InsertSession {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&user.0.to_be_bytes());
    InsertSession {
        user,
        hash: SessionHash(hash),
        agent: AgentName::cut("Firefox, Windows"),
        epoch: 0,
        created_at: moment(0),
    }
}

/// The share of a link of `owner`.
pub(crate) fn new_share(owner: UserId, link: LinkId) -> InsertShare {
    InsertShare {
        owner,
        subject: ShareSubject::Link(link),
        created_at: moment(0),
    }
}

pub(crate) fn new_invitation(address: &str) -> InsertInvitation {
    InsertInvitation {
        email: Email::parse(address).unwrap(),
        language: Language::En,
        created_at: moment(0),
    }
}

/// A change of the address of `user`.
pub(crate) fn new_email_change(user: UserId) -> InsertEmailChange {
    InsertEmailChange {
        user,
        old_email: Email::parse("old@example.com").unwrap(),
        new_email: Email::parse("new@example.com").unwrap(),
        token_epoch: 0,
        created_at: moment(0),
    }
}

/// A list that `user` is about to import.
pub(crate) fn new_import_draft(owner: UserId) -> InsertImportDraft {
    InsertImportDraft {
        owner,
        file: b"https://example.com".as_slice().into(),
        created_at: moment(0),
    }
}

/// The report of a schedule.
pub(crate) fn new_report(schedule: &Schedule) -> InsertReport {
    InsertReport {
        owner: schedule.owner,
        order: schedule.plan.order_at(schedule.next_at),
        schedule: Some(schedule.id),
        created_at: moment(0),
    }
}

pub(crate) async fn insert_user(store: &SeaStore, address: &str) -> UserId {
    let unit = store.begin().await.unwrap();
    let user = unit.users().insert(&new_user(address)).await.unwrap();
    unit.commit().await.unwrap();
    user.id
}

pub(crate) async fn find_user(store: &SeaStore, id: UserId) -> Option<User> {
    store.repositories().users.find_by_id(id).await.unwrap()
}

#[track_caller]
pub(crate) fn assert_unavailable<T: Debug>(answer: &Result<T, StoreError>) {
    let is_unavailable = matches!(answer, Err(StoreError::Unavailable(_)));
    assert!(is_unavailable, "{answer:?}");
}

/// Puts links into a new collection.
pub(crate) async fn collect(
    unit: &dyn UnitOfWork,
    owner: UserId,
    links: impl IntoIterator<Item = LinkId>,
) -> CollectionId {
    let collection = InsertCollection {
        owner,
        name: CollectionName::parse("Spring").unwrap(),
        description: None,
        created_at: moment(0),
    };
    let collection = unit.collections().insert(&collection).await.unwrap().id;
    let links = links.into_iter();
    let members: Vec<_> = links.map(|link| Membership { collection, link }).collect();
    unit.memberships().insert(&members).await.unwrap();
    collection
}
