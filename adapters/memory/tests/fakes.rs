//! Simulated outages, failures and aborted transactions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

use korotko_core::click::Span;
use korotko_core::id::{CollectionId, LinkId, ReportId, ScheduleId, UserId};
use korotko_core::link::{Namespace, Slug};
use korotko_core::ports::{
    ClickLogId, ClickSubject, CollectionQuery, InsertUser, JobQuery, LinkQuery, Mail, MailContent,
    MailError, Mailer, RouteFinder, Store, StoreError, Timestamp, UnitOfWork, UserRepository,
};
use korotko_core::user::{Email, Language, PasswordHash};
use korotko_memory::{MemoryMailer, MemoryStore};

fn ann() -> InsertUser {
    InsertUser {
        email: Email::parse("ann@example.com").unwrap(),
        password_hash: PasswordHash::from_phc("hash".to_owned()),
        language: Language::En,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn users(store: &MemoryStore) -> &dyn UserRepository {
    store.repositories().users
}

fn is_unavailable<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Unavailable(_)))
}

fn is_internal<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Internal(_)))
}

#[tokio::test]
async fn during_an_outage_every_call_is_unavailable() {
    let store = MemoryStore::new();
    let slug = Slug::parse("promo").unwrap();
    store.set_available(false);
    assert!(is_unavailable(&store.check().await));
    assert!(is_unavailable(&store.begin().await));
    let all = store.repositories();
    assert!(is_unavailable(&all.users.find_by_id(UserId(1)).await));
    assert!(is_unavailable(&all.users.insert(&ann()).await));
    assert!(is_unavailable(&all.links.find_by_id(LinkId(1)).await));
    let links = LinkQuery::for_owner(UserId(1), 9);
    assert!(is_unavailable(&all.links.list(&links).await));
    let collections = CollectionQuery::for_owner(UserId(1), 9);
    assert!(is_unavailable(&all.collections.list(&collections).await));
    let count = all.memberships.count(CollectionId(1)).await;
    assert!(is_unavailable(&count));
    assert!(is_unavailable(&all.jobs.list(&JobQuery::default()).await));
    let route = store.find_route(Namespace::Global, &slug).await;
    assert!(is_unavailable(&route));
}

#[tokio::test]
async fn during_an_outage_clicks_and_reports_are_unavailable() {
    let store = MemoryStore::new();
    let snapshot = store.snapshot().await.unwrap();
    store.set_available(false);
    assert!(is_unavailable(&store.snapshot().await));
    let link = LinkId(1);
    assert!(is_unavailable(&snapshot.links().find_by_id(link).await));
    let (link, span) = (ClickSubject::Link(link), Span::all());
    let all = store.repositories();
    assert!(is_unavailable(&all.statistics.count(link, &span).await));
    let offset = all.click_logs.find_offset(ClickLogId(1)).await;
    assert!(is_unavailable(&offset));
    let report = all.reports.find_by_id(ReportId(1)).await;
    assert!(is_unavailable(&report));
    let schedule = all.schedules.find_by_id(ScheduleId(1)).await;
    assert!(is_unavailable(&schedule));
}

#[tokio::test]
async fn an_outage_affects_every_handle_and_ends() {
    let store = MemoryStore::new();
    let handle = store.clone();
    store.set_available(false);
    assert!(is_unavailable(&handle.check().await));
    handle.set_available(true);
    store.check().await.unwrap();
}

#[tokio::test]
async fn an_outage_aborts_the_open_transaction_and_keeps_committed_rows() {
    let store = MemoryStore::new();
    let unit = store.begin().await.unwrap();
    let user = unit.users().insert(&ann()).await.unwrap();
    unit.commit().await.unwrap();
    let unit = store.begin().await.unwrap();
    assert!(unit.users().delete(user.id, user.created_at).await.unwrap());
    store.set_available(false);
    assert!(is_unavailable(&unit.users().find_by_id(user.id).await));
    store.set_available(true);
    assert!(is_internal(&unit.commit().await));
    let found = users(&store).find_by_id(user.id).await.unwrap();
    assert_eq!(found, Some(user));
}

#[tokio::test]
async fn a_commit_during_an_outage_writes_nothing() {
    let store = MemoryStore::new();
    let unit = store.begin().await.unwrap();
    let user = unit.users().insert(&ann()).await.unwrap();
    store.set_available(false);
    assert!(is_unavailable(&unit.commit().await));
    store.set_available(true);
    let found = users(&store).find_by_id(user.id).await.unwrap();
    assert_eq!(found, None);
}

#[tokio::test]
async fn an_error_aborts_the_transaction() {
    let store = MemoryStore::new();
    let unit: Box<dyn UnitOfWork> = store.begin().await.unwrap();
    unit.users().insert(&ann()).await.unwrap();
    let taken = unit.users().insert(&ann()).await;
    assert!(matches!(taken, Err(StoreError::Conflict)));
    assert!(is_internal(&unit.users().find_by_id(UserId(1)).await));
    assert!(is_internal(&unit.commit().await));
    let found = users(&store).find_by_email(&ann().email).await.unwrap();
    assert_eq!(found, None);
}

#[tokio::test]
async fn a_mailer_fails_with_the_configured_error_until_reset() {
    let mailer = MemoryMailer::new();
    let mail = Mail {
        message_id: "job.1@short.example".to_owned(),
        to: ann().email,
        language: Language::En,
        date: Timestamp::UNIX_EPOCH,
        content: MailContent::PasswordReset {
            link: "https://short.example/reset/token".parse().unwrap(),
        },
    };
    let deferred = MailError::Deferred("450".to_owned());
    mailer.fail_with(Some(deferred.clone()));
    assert_eq!(mailer.send(&mail).await, Err(deferred));
    assert_eq!(mailer.sent(), []);
    mailer.fail_with(None);
    mailer.send(&mail).await.unwrap();
    assert_eq!(mailer.clone().sent(), [mail]);
}
