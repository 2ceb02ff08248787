//! PostgreSQL, really away: the application answers in time, and finds its way back by itself.

use std::time::Duration;

use korotko_core::ports::Store;
use korotko_core::user::Email;
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_testkit::{TcpProxy, psql};
use reqwest::Url;
use serde_json::json;
use tokio::time::timeout;

use crate::support::{Answer, App, Ask, Backend, Member, PASSWORD, Setup, eventually, run};

/// How long an answer may take on a busy machine.
const IN_TIME: Duration = Duration::from_secs(10);

/// How a database goes away.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Its port is closed.
    Cut,
    /// Somebody takes the connection and hangs up.
    HungUp,
    /// Somebody takes the connection and says nothing; those that were open say nothing any more.
    Silent,
}

const WAYS: [Way; 3] = [Way::Cut, Way::HungUp, Way::Silent];

impl Way {
    async fn take(self, proxy: &TcpProxy) {
        match self {
            Self::Cut => proxy.cut().await,
            Self::HungUp => proxy.hang_up(),
            Self::Silent => proxy.fall_silent(),
        }
    }
}

#[test]
fn a_database_that_is_away_is_told_in_time_and_comes_back() {
    run(Backend::Postgres, away_and_back);
}

#[test]
fn a_database_that_goes_while_requests_run_breaks_nothing_for_good() {
    run(Backend::Postgres, away_under_load);
}

#[test]
fn a_statement_that_is_never_answered_is_given_up() {
    run(Backend::Postgres, silent_within_a_statement);
}

#[test]
fn a_search_that_takes_too_long_is_told_from_a_database_that_is_away() {
    run(Backend::Postgres, too_broad_a_search);
}

#[test]
fn exports_have_more_time_than_requests() {
    run(Backend::Postgres, long_exports);
}

/// The application on a database behind a wire that can fail, as impatient as it is by default.
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

async fn away_and_back(setup: Setup) {
    let (app, proxy) = behind_a_proxy(setup).await;
    let ann = app.member("ann").await;
    let body = json!({"url": "https://example.com/a", "slug": "promo"});
    app.post("/api/links/", &body).await.with(201);
    app.get("/readyz").await.with(200);

    for (number, way) in WAYS.into_iter().enumerate() {
        way.take(&proxy).await;
        app.get("/healthz").await.with(200);
        let address = format!("bob{number}@example.com");
        let bob = json!({"email": address, "password": PASSWORD});
        let asks = [
            app.get("/readyz"),
            app.get("/promo"),
            app.get("/api/users/me/").bearer(&ann.access),
            app.post("/api/links/", &body),
            app.post("/api/users/register/", &bob),
        ];
        let asks = asks.map(|ask| tokio::spawn(in_time(ask)));
        for ask in asks {
            let answer = ask.await.unwrap();
            assert_eq!(answer.header("retry-after"), "1");
            answer.refused(503, "unavailable");
        }

        proxy.restore().await;
        comes_back(&app).await;
        app.get("/promo").await.with(307);
        let me = app.get("/api/users/me/").bearer(&ann.access);
        me.await.with(200);
        // The worker as well, which may have waited for a whole minute.
        app.register(&address).await.with(201);
        app.sink.wait_for(number + 2, Duration::from_secs(90)).await;
    }
}

async fn comes_back(app: &App) {
    eventually("the database is back", async || {
        let ready = app.get("/readyz").may_be_unavailable().await;
        (ready.status == 200).then_some(())
    })
    .await;
}

async fn away_under_load(setup: Setup) {
    let (app, proxy) = behind_a_proxy(setup).await;
    for way in WAYS {
        let asks: Vec<_> = (0..24)
            .map(|_| {
                let body = json!({"url": "https://example.com/a"});
                tokio::spawn(in_time(app.post("/api/url/", &body)))
            })
            .collect();
        way.take(&proxy).await;
        let mut created = Vec::new();
        for ask in asks {
            let answer = ask.await.unwrap();
            match answer.status {
                201 => created.push(answer.text("custom_url")),
                _ => drop(answer.refused(503, "unavailable")),
            }
        }
        proxy.restore().await;
        comes_back(&app).await;
        // What was answered with success has lasted.
        for code in created {
            app.get(&format!("/{code}")).await.with(307);
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
        let out = app.post("/api/users/signout-everywhere/", &json!({}));
        let ask = tokio::spawn(in_time(out.bearer(&ann.access)));
        eventually("the statement waits", async || {
            let waiting = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'";
            (psql(&url, waiting).unwrap() != "0").then_some(())
        })
        .await;
        proxy.fall_silent();
        ask.await.unwrap().refused(503, "unavailable");
        drop(holder);
        proxy.restore().await;
        comes_back(&app).await;
        let me = app.get("/api/users/me/").bearer(&ann.access);
        me.await.with(200);
    }
    beside.close().await.unwrap();
}

/// An application as impatient as it is by default, whose links each take so many seconds to read, and a member with one link.
async fn slow_links(mut setup: Setup, seconds: &str) -> (App, Member) {
    let patient = setup.start().await;
    let ann = patient.member("ann").await;
    patient.link_of(&ann, "promo").await;
    let statement = format!(
        "ALTER TABLE links RENAME TO quick_links;
         CREATE VIEW links AS SELECT * FROM quick_links WHERE pg_sleep({seconds}) IS NOT NULL"
    );
    psql(&setup.database_url, &statement).unwrap();
    setup.options = SeaOptions::default();
    (setup.start().await, ann)
}

async fn too_broad_a_search(setup: Setup) {
    let (app, ann) = slow_links(setup, "60").await;
    let answer = in_time(ann.asks(app.get("/api/links/?q=example"))).await;
    assert_eq!(answer.header("retry-after"), "1");
    assert!(answer.text("detail").contains("narrow"), "{}", answer.body);
    answer.refused(503, "search-too-broad");
    let one = in_time(ann.asks(app.get("/api/links/1"))).await;
    one.refused(503, "unavailable");
    app.get("/readyz").await.with(200);
}

async fn long_exports(setup: Setup) {
    let (app, ann) = slow_links(setup, "3").await;
    let list = in_time(ann.asks(app.get("/api/links/"))).await;
    list.refused(503, "search-too-broad");
    let export = ann.asks(app.get("/api/links/export")).await;
    assert!(export.with(200).body.contains("promo"));
}
