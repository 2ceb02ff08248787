//! The store and the mailer do what every adapter must.

use std::future::{Ready, ready};
use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::contract::{Arrival, Inbox, MailerFixture, StoreFixture};
use korotko_core::ports::{Letter, Mail, MailError};
use korotko_memory::{MemoryMailer, MemoryStore};

fn store() -> Ready<StoreFixture> {
    let store = MemoryStore::new();
    let other = Arc::new(store.clone());
    let store = Arc::new(store);
    ready(StoreFixture::new(store.clone(), other, store))
}

struct Outbox(MemoryMailer);

#[async_trait]
impl Inbox for Outbox {
    async fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |mail: Mail| Arrival {
            message_id: mail.message_id,
            to: mail.to.as_typed().to_owned(),
            files: files(mail.letter),
        };
        self.0.sent().into_iter().map(arrival).collect()
    }
}

fn files(letter: Letter) -> Vec<(String, Vec<u8>)> {
    match letter {
        Letter::Report(letter) => vec![(letter.attachment.file_name, letter.attachment.bytes)],
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

korotko_core::store_contract!(store);
korotko_core::mailer_contract!(mailer);
