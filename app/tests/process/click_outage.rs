//! The database becomes unavailable under load: redirects continue, and their clicks are counted later.

use std::time::Duration;

use crate::click_kills::{all_counted, clicks, somebody_with_a_link};
use crate::click_load::Load;
use crate::home::Home;
use crate::outage::through_proxy;
use crate::program::until;

/// The length of the outage: longer than the lifetime of cached routes.
const OUTAGE: Duration = Duration::from_secs(30);

/// The maximum growth of the process during the outage, in KiB: far less than the clicks would take in memory.
const GROWTH: u64 = 64 * 1024;

#[tokio::test]
async fn redirects_continue_without_the_database_and_clicks_are_counted_later() {
    let home = Home::postgres();
    let url = home.postgres_url();
    let (proxy, through_proxy) = through_proxy(&url).await;
    let korotko = home.korotko("serve").with("DATABASE_URL", through_proxy);
    let listening = korotko.listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let load = Load::on(&client, "/promo");
    until("redirects", async || load.redirected() > 100).await;
    let process = &listening.process;
    let (before, memory) = (load.redirected(), process.memory("VmRSS"));

    proxy.cut().await;
    tokio::time::sleep(OUTAGE).await;
    assert_eq!(load.refused(), 0, "what was followed before is followed on");
    let during = load.redirected() - before;
    assert!(during > 1_000, "{during} redirects in {OUTAGE:?}");
    let grown = process.memory("VmRSS").saturating_sub(memory);
    assert!(grown < GROWTH, "{grown} KiB more for {during} clicks");
    // A link that was not followed before is not cached.
    client.get("/other").await.with(503);

    proxy.restore().await;
    let outcome = load.end().await;
    assert_eq!((outcome.refused, outcome.unknown), (0, 0));
    all_counted(&client).await;
    assert_eq!(clicks(&client, &session, link).await, outcome.redirected);
    listening.stop().await;
}
