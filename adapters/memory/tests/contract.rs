//! The adapter passes the contract.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::future::{Ready, ready};
use std::sync::Arc;

use async_trait::async_trait;
use korotko_contract::click_recorder::{ClickRecorderFixture, Counting};
use korotko_contract::news::NewsFixture;
use korotko_contract::rate_limiter::RateLimiterFixture;
use korotko_contract::report_writer::{ReadReport, ReportWriterFixture};
use korotko_contract::{Arrival, Inbox, MailerFixture, StoreFixture};
use korotko_core::id::LinkId;
use korotko_core::link::{Namespace, Slug, TargetUrl};
use korotko_core::ports::{InsertLink, Mail, MailContent, MailError, Store, Timestamp};
use korotko_memory::{MemoryMailer, MemoryRateLimiter, MemoryReportWriter, MemoryStore};
use korotko_tokio::SystemClock;

fn store() -> Ready<StoreFixture> {
    let store = MemoryStore::new();
    let other = Arc::new(store.clone());
    let store = Arc::new(store);
    ready(StoreFixture::new(store.clone(), other, store))
}

fn news() -> Ready<NewsFixture> {
    let store = MemoryStore::new();
    let feed = Arc::new(store.clone());
    let other = Arc::new(store.clone());
    let store = Arc::new(store);
    ready(NewsFixture {
        store: StoreFixture::new(store.clone(), other, store),
        feed,
        clock: Arc::new(SystemClock),
    })
}

struct Outbox(MemoryMailer);

#[async_trait]
impl Inbox for Outbox {
    async fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |mail: Mail| Arrival {
            message_id: mail.message_id,
            to: mail.to.as_typed().to_owned(),
            files: files(mail.content),
        };
        self.0.sent().into_iter().map(arrival).collect()
    }
}

fn files(content: MailContent) -> Vec<(String, Vec<u8>)> {
    match content {
        MailContent::Report(content) => {
            vec![(content.attachment.file_name, content.attachment.bytes)]
        }
        _ => Vec::new(),
    }
}

fn mailer() -> Ready<MailerFixture> {
    let mailer = MemoryMailer::new();
    let failing = MemoryMailer::new();
    failing.fail_with(Some(MailError::Refused("550 no such user".to_owned())));
    let inbox = Outbox(mailer.clone());
    let failing = Arc::new(failing);
    ready(MailerFixture::new(
        Arc::new(mailer),
        Arc::new(inbox),
        failing,
    ))
}

#[async_trait]
impl Counting for Counted {
    async fn counted(&self, link: LinkId) -> u64 {
        let links = self.0.repositories().links;
        let link = links.find_by_id(link).await.unwrap().unwrap();
        link.clicks.counts.clicks_with(true)
    }
}

struct Counted(MemoryStore);

async fn insert(store: &MemoryStore, slug: &str) -> LinkId {
    let unit = store.begin().await.unwrap();
    let slug = Slug::parse(slug).unwrap();
    let target = TargetUrl::from_stored("https://example.com/".to_owned());
    let link = InsertLink::new(Namespace::Global, slug, target, Timestamp::default());
    let link = unit.links().insert(&link).await.unwrap().id;
    unit.commit().await.unwrap();
    link
}

async fn recorder() -> ClickRecorderFixture {
    let store = MemoryStore::new();
    let links = [insert(&store, "a").await, insert(&store, "b").await];
    let counted = Arc::new(Counted(store.clone()));
    ClickRecorderFixture::new(Arc::new(store), links, counted)
}

/// The clicks and their subject, a line each: links, omitted links, deleted links, and the total.
fn read(bytes: &[u8]) -> ReadReport {
    let text = str::from_utf8(bytes).unwrap();
    let mut read = ReadReport::default();
    for line in text.lines() {
        let (clicks, what) = line.split_once('\t').unwrap();
        let clicks = clicks.parse().unwrap();
        match what {
            "deleted links" => {}
            "total" => read.total = clicks,
            _ if what.ends_with(" omitted") => read.omitted = Some((what.to_owned(), clicks)),
            url => read.links.push((url.to_owned(), clicks)),
        }
    }
    read
}

fn report_writer() -> Ready<ReportWriterFixture> {
    let writer = Arc::new(MemoryReportWriter::new());
    ready(ReportWriterFixture { writer, read })
}

fn rate_limiter() -> Ready<RateLimiterFixture> {
    let limiter = Arc::new(MemoryRateLimiter::with_room(2_000));
    ready(RateLimiterFixture::new(limiter.clone(), limiter))
}

fn default_rate_limiter() -> Ready<RateLimiterFixture> {
    let limiter = Arc::new(MemoryRateLimiter::new());
    ready(RateLimiterFixture::new(limiter.clone(), limiter))
}

mod default {
    use super::*;
    korotko_contract::rate_limiter_contract!(default_rate_limiter);
}

korotko_contract::rate_limiter_contract!(rate_limiter);
korotko_contract::store_contract!(store);
korotko_contract::news_contract!(news);
korotko_contract::click_recorder_contract!(recorder);
korotko_contract::report_writer_contract!(report_writer);
korotko_contract::mailer_contract!(mailer);
