//! A temporarily full disk: acknowledged writes last, and others are refused.

use futures_util::future::join_all;
use korotko_testkit::SmtpSink;
use serde_json::json;

use crate::click_kills::{all_counted, clicks, promo};
use crate::client::{ANN, Client};
use crate::home::Home;
use crate::program::{DEADLINE, Ended, Program};
use crate::small_disk::SmallDisk;

/// More writes than fit into preallocated files.
const ATTEMPTS: u32 = 2_000;
/// How many links are created at a time, so that they share a unit of work.
const TOGETHER: usize = 8;

/// The program with its data on this disk. Tokens contain the URL, and the port differs each time.
pub fn on(disk: &SmallDisk, home: &Home, sink: &SmtpSink) -> Program {
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    korotko
        .with("DATA_DIR", disk.data().display().to_string())
        .with("PUBLIC_URL", "http://localhost")
}

/// Shortens anonymously; returns the status.
pub async fn shorten(client: &Client, slug: &str) -> u16 {
    let link = json!({"url": "https://example.com/", "slug": slug});
    client.post("/api/links/", &link).await.status
}

/// The acknowledged writes.
#[derive(Default)]
struct Acknowledged {
    links: Vec<String>,
    accounts: Vec<String>,
}

impl Acknowledged {
    /// Writes until refused, and a little longer.
    async fn write_until_full(&mut self, client: &Client) {
        let mut refused = 0;
        for attempt in (0..ATTEMPTS).step_by(TOGETHER) {
            let slugs = (0..TOGETHER).map(|number| format!("full-{attempt}-{number}"));
            let shorten = async |slug: String| (shorten(client, &slug).await, slug);
            for (status, slug) in join_all(slugs.map(shorten)).await {
                match status {
                    201 => self.links.push(slug),
                    503 => refused += 1,
                    status => panic!("{status}"),
                }
            }
            if refused > 3 * TOGETHER {
                break;
            }
        }
        assert!(refused > 3 * TOGETHER, "the disk is full");
        for person in 0..3 {
            let email = format!("person-{person}-while-full@example.com");
            match client.register(&email).await.status {
                201 => self.accounts.push(email),
                503 => {}
                status => panic!("{status}"),
            }
        }
    }

    /// Writes when the disk has space again: everything must succeed.
    async fn write(&mut self, client: &Client) {
        for number in 0..20 {
            let slug = format!("after-{number}");
            assert_eq!(shorten(client, &slug).await, 201);
            self.links.push(slug);
        }
        for person in 0..3 {
            let email = format!("person-{person}-after@example.com");
            client.must_register(&email).await;
            self.accounts.push(email);
        }
    }

    /// All acknowledged writes are there, with their mails, and no mail was sent without an account.
    async fn assert_lasts(&self, client: &Client, sink: &SmtpSink) {
        for slug in &self.links {
            client.follow(&format!("/{slug}"), 1).await;
        }
        let mails = sink.wait_for(1 + self.accounts.len(), DEADLINE).await;
        for email in &self.accounts {
            assert!(has_account(client, email).await, "{email}");
            assert!(mails.iter().any(|mail| mail.to[0] == *email), "{email}");
        }
        for mail in sink.mails().iter().filter(|mail| mail.to[0] != ANN) {
            assert!(has_account(client, &mail.to[0]).await, "{:?}", mail.to);
        }
    }
}

/// Whether there is an unverified account.
async fn has_account(client: &Client, email: &str) -> bool {
    match client.try_sign_in(email).await.status {
        403 => true,
        401 => false,
        status => panic!("{status}"),
    }
}

async fn acknowledged_writes_survive_a_full_disk(disk: SmallDisk) {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let korotko = on(&disk, &home, &sink);
    let mut listening = korotko.listen().await;
    let client = listening.client();
    let session = client.sign_up(ANN, &sink).await;
    let link = promo(&client, &session).await;
    assert_eq!(shorten(&client, "taken").await, 201);
    let mut acknowledged = Acknowledged::default();

    disk.fill(&listening.process);
    acknowledged.write_until_full(&client).await;
    assert!(client.finds("/readyz").await, "reads go on");
    disk.free(&listening.process);
    assert_eq!(shorten(&client, "taken").await, 409);
    acknowledged.write(&client).await;
    client.follow("/promo", 20).await;
    all_counted(&client).await;
    assert!(listening.process.runs());
    listening.process.kill();

    listening = korotko.listen().await;
    let client = listening.client();
    acknowledged.assert_lasts(&client, &sink).await;
    assert_eq!(clicks(&client, &session, link).await, 20);
    listening.stop().await;
}

#[tokio::test]
async fn acknowledged_writes_survive_a_full_disk_and_sigkill() {
    acknowledged_writes_survive_a_full_disk(SmallDisk::mounted(24)).await;
}

#[tokio::test]
async fn acknowledged_writes_survive_a_file_size_limit_and_sigkill() {
    acknowledged_writes_survive_a_full_disk(SmallDisk::limited()).await;
}

/// Migrates with files limited to this many blocks of 512 bytes.
async fn migrate_within(home: &Home, disk: &SmallDisk, blocks: u32) -> Ended {
    let korotko = home.korotko("migrate up");
    let korotko = korotko.with("DATA_DIR", disk.data().display().to_string());
    korotko.after(&format!("ulimit -f {blocks}")).run().await
}

#[tokio::test]
async fn a_migration_without_disk_space_changes_nothing_and_can_be_repeated() {
    let (home, disk) = (Home::sqlite(), SmallDisk::limited());
    let failed = migrate_within(&home, &disk, 128).await;
    assert_eq!(failed.code, Some(1), "{failed:?}");
    let status = home.korotko("migrate status");
    let status = status.with("DATA_DIR", disk.data().display().to_string());
    let before = status.print().await;
    assert!(!before.contains("applied"), "{before}");
    let done = migrate_within(&home, &disk, 65_536).await;
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(!status.print().await.contains("pending"));
}
