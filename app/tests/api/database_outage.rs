//! PostgreSQL, really cut off: the application answers in time, and finds its way back by itself.

use std::time::Duration;

use reqwest::Url;
use serde_json::json;

use crate::support::{App, Backend, PASSWORD, Setup, TcpProxy, eventually, run};

#[test]
fn a_database_that_is_cut_off_is_told_and_comes_back() {
    run(Backend::Postgres, cut_and_restore);
}

#[test]
fn a_database_that_goes_while_requests_run_breaks_nothing_for_good() {
    run(Backend::Postgres, cut_under_load);
}

/// The application on a database behind a wire that can be cut.
async fn behind_a_proxy(mut setup: Setup) -> (App, TcpProxy) {
    let mut url: Url = setup.database_url.parse().unwrap();
    let host = url.host_str().unwrap().to_owned();
    let proxy = TcpProxy::to(format!("{host}:{}", url.port().unwrap_or(5432))).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.port())).unwrap();
    setup.database_url = url.into();
    setup.options.acquire_timeout = Duration::from_secs(2);
    (setup.start().await, proxy)
}

async fn cut_and_restore(setup: Setup) {
    let (app, proxy) = behind_a_proxy(setup).await;
    let ann = app.member("ann").await;
    let body = json!({"url": "https://example.com/a", "slug": "promo"});
    app.post("/api/links/", &body).await.with(201);
    app.get("/readyz").await.with(200);

    proxy.cut().await;
    app.get("/healthz").await.with(200);
    let bob = json!({"email": "bob@example.com", "password": PASSWORD});
    let asks = [
        app.get("/readyz"),
        app.get("/promo"),
        app.get("/api/users/me/").bearer(&ann.access),
        app.post("/api/links/", &body),
        app.post("/api/users/register/", &bob),
    ];
    let asks = asks.map(|ask| tokio::spawn(ask.may_be_unavailable().into_future()));
    for ask in asks {
        ask.await.unwrap().refused(503, "unavailable");
    }

    proxy.restore().await;
    comes_back(&app).await;
    app.get("/promo").await.with(307);
    app.get("/api/users/me/")
        .bearer(&ann.access)
        .await
        .with(200);
    // The worker as well.
    app.register("bob@example.com").await.with(201);
    app.sink.wait_for(2, Duration::from_secs(30)).await;
}

async fn comes_back(app: &App) {
    eventually("the database is back", async || {
        let ready = app.get("/readyz").may_be_unavailable().await;
        (ready.status == 200).then_some(())
    })
    .await;
}

async fn cut_under_load(setup: Setup) {
    let (app, proxy) = behind_a_proxy(setup).await;
    for _ in 0..2 {
        let asks: Vec<_> = (0..24)
            .map(|_| {
                let body = json!({"url": "https://example.com/a"});
                let ask = app.post("/api/url/", &body).may_be_unavailable();
                tokio::spawn(ask.into_future())
            })
            .collect();
        proxy.cut().await;
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
