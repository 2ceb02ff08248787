//! Outages of PostgreSQL: the application responds in time, and recovers by itself.

use std::time::Duration;

use korotko_core::ports::Store;
use korotko_core::user::Email;
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_testkit::{TcpProxy, psql};
use reqwest::Url;
use serde_json::json;
use tokio::time::timeout;

use crate::support::{Answer, App, Ask, Backend, Member, Setup, run, until};

/// How long a response may take on a busy machine.
const IN_TIME: Duration = Duration::from_secs(10);

#[test]
fn an_outage_of_the_database_under_load_has_no_lasting_effect() {
    run(Backend::Postgres, away_under_load);
}

#[test]
fn a_statement_without_an_answer_times_out() {
    run(Backend::Postgres, silent_within_a_statement);
}

#[test]
fn a_slow_search_is_distinguished_from_an_outage() {
    run(Backend::Postgres, too_broad_a_search);
}

#[test]
fn exports_have_longer_timeouts_than_requests() {
    run(Backend::Postgres, long_exports);
}

/// The application on a database behind a proxy that can fail, with the default timeouts.
async fn behind_a_proxy(mut setup: Setup) -> (App, TcpProxy) {
    let mut url: Url = setup.database_url.parse().unwrap();
    let host = url.host_str().unwrap().to_owned();
    let proxy = TcpProxy::to(format!("{host}:{}", url.port().unwrap_or(5432))).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.address().port())).unwrap();
    setup.database_url = url.into();
    setup.options = SeaOptions::default();
    (setup.start().await, proxy)
}

async fn in_time(ask: Ask) -> Answer {
    let answer = timeout(IN_TIME, ask.may_be_unavailable().into_future());
    answer.await.expect("an answer in time")
}

async fn recovers(app: &App) {
    until("the database is back", async || {
        app.get("/readyz").may_be_unavailable().await.status == 200
    })
    .await;
}

async fn away_under_load(setup: Setup) {
    let (app, proxy) = behind_a_proxy(setup).await;
    for way in TcpProxy::OUTAGES {
        let body = json!({"url": "https://example.com/a"});
        let ask = |_| tokio::spawn(in_time(app.post("/api/url/", &body)));
        let asks: Vec<_> = (0..24).map(ask).collect();
        proxy.simulate(way).await;
        let mut created = Vec::new();
        for ask in asks {
            let answer = ask.await.unwrap();
            match answer.status {
                201 => created.push(answer.text("custom_url")),
                _ => drop(answer.refused(503, "unavailable")),
            }
        }
        proxy.restore().await;
        recovers(&app).await;
        // Acknowledged writes are there.
        for slug in created {
            app.get(&format!("/{slug}")).await.with(307);
        }
    }
}

async fn silent_within_a_statement(setup: Setup) {
    let beside = SeaStore::connect(&setup.database_url, &SeaOptions::default()).await;
    let (beside, url) = (beside.unwrap(), setup.database_url.clone());
    let (app, proxy) = behind_a_proxy(setup).await;
    let ann = app.member("ann").await;
    for _ in 0..3 {
        let holder = beside.begin().await.unwrap();
        let email = Email::parse(&ann.email).unwrap();
        let user = holder.users().find_by_email(&email).await.unwrap().unwrap();
        holder.users().find_for_update(user.id).await.unwrap();
        let out = ann.post("/api/users/signout-everywhere/", &json!({}));
        let ask = tokio::spawn(in_time(out));
        let waiting = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        until("a waiting statement", async || {
            psql(&url, waiting).unwrap() != "0"
        })
        .await;
        proxy.fall_silent();
        ask.await.unwrap().refused(503, "unavailable");
        drop(holder);
        proxy.restore().await;
        recovers(&app).await;
        ann.get("/api/users/me/").await.with(200);
    }
    beside.close().await.unwrap();
}

/// An application with the default timeouts, whose links each take this many seconds to read, and a member with one link.
async fn slow_links(mut setup: Setup, seconds: &str) -> (App, Member) {
    let patient = setup.start().await;
    let ann = patient.member("ann").await;
    ann.link("promo").await;
    let statement = format!(
        "ALTER TABLE links RENAME TO quick_links;
         CREATE VIEW links AS SELECT * FROM quick_links WHERE pg_sleep({seconds}) IS NOT NULL"
    );
    psql(&setup.database_url, &statement).unwrap();
    setup.options = SeaOptions::default();
    let app = setup.start().await;
    (app.clone(), ann.at(&app))
}

async fn too_broad_a_search(setup: Setup) {
    let (app, ann) = slow_links(setup, "60").await;
    let answer = in_time(ann.get("/api/links/?q=example")).await;
    assert_eq!(answer.header("retry-after"), "1");
    assert!(answer.text("detail").contains("narrow"), "{}", answer.body);
    answer.refused(503, "search-too-broad");
    let one = in_time(ann.get("/api/links/1")).await;
    one.refused(503, "unavailable");
    app.get("/readyz").await.with(200);
}

async fn long_exports(setup: Setup) {
    let (_, ann) = slow_links(setup, "3").await;
    let list = in_time(ann.get("/api/links/")).await;
    list.refused(503, "search-too-broad");
    let export = ann.get("/api/links/export").await;
    assert!(export.with(200).body.contains("promo"));
}
