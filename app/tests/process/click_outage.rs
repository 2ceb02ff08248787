//! The database goes away under load: redirects go on, and their clicks arrive afterwards.

use std::time::Duration;

use crate::click_kills::{all_counted, clicks, somebody_with_a_link};
use crate::click_load::Load;
use crate::home::Home;
use crate::outage::through_proxy;
use crate::program::until;

/// How long the database is away: long enough that no cache would bridge it by chance.
const OUTAGE: Duration = Duration::from_secs(30);

/// What a process may grow by meanwhile, in KiB: far less than its clicks would take in memory.
const GROWTH: u64 = 64 * 1024;

/// The memory that a process has, in KiB.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .expect("a number")
}

#[tokio::test]
async fn redirects_go_on_without_the_database_and_their_clicks_arrive_afterwards() {
    let home = Home::postgres();
    let url = home.postgres_url();
    let (proxy, through_proxy) = through_proxy(&url).await;
    let korotko = home.korotko("serve").with("DATABASE_URL", through_proxy);
    let listening = korotko.listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let load = Load::on(&client, "/promo");
    until("redirects", async || {
        (load.redirected() > 100).then_some(())
    })
    .await;
    let (before, memory) = (load.redirected(), resident(listening.process.id()));

    proxy.cut().await;
    tokio::time::sleep(OUTAGE).await;
    assert_eq!(load.refused(), 0, "what was followed before is followed on");
    let meanwhile = load.redirected() - before;
    assert!(meanwhile > 1_000, "{meanwhile} redirects in {OUTAGE:?}");
    let grown = resident(listening.process.id()).saturating_sub(memory);
    assert!(grown < GROWTH, "{grown} KiB more for {meanwhile} clicks");
    // What nobody followed before cannot be known.
    assert_eq!(client.get("/other").await.status(), 503);

    proxy.restore().await;
    let outcome = load.end().await;
    assert_eq!((outcome.refused, outcome.unknown), (0, 0));
    all_counted(&client).await;
    assert_eq!(clicks(&client, &session, link).await, outcome.redirected);
    listening.stop().await;
}
