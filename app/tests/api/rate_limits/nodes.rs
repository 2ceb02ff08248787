//! Several nodes on one PostgreSQL, and none.

use korotko_core::rate_limit::RateLimits;
use korotko_seaorm::SeaOptions;
use korotko_testkit::{TcpProxy, until};
use reqwest::Url;
use serde_json::json;

use super::{assert_limited, from, generous, limited, per_minute, sign_in, start};
use crate::support::{ANN, Backend, PASSWORD, Setup, run};

#[test]
fn two_nodes_share_limits_except_those_of_unknown_slugs() {
    run(Backend::Postgres, two_nodes);
}

#[test]
fn limited_operations_are_unavailable_without_the_database() {
    run(Backend::Postgres, without_the_database);
}

async fn two_nodes(setup: Setup) {
    let limits = RateLimits {
        sign_in: per_minute(4),
        unknown_slugs: per_minute(1),
        ..generous()
    };
    let setup = limited(setup, &limits);
    let (one, two) = (setup.start().await, setup.start().await);
    let client = "203.0.113.1";
    for app in [&one, &two, &one, &two] {
        sign_in(app, client, ANN, PASSWORD).await.with(401);
    }
    for app in [&one, &two] {
        let refused = sign_in(app, client, ANN, PASSWORD).await;
        assert_limited(refused, "sign-in");
    }
    for app in [&one, &two] {
        from(client, app.get("/unknown")).await.with(404);
        from(client, app.get("/unknown")).await.with(429);
    }
}

async fn without_the_database(mut setup: Setup) {
    let mut url: Url = setup.database_url.parse().unwrap();
    let host = url.host_str().unwrap().to_owned();
    let proxy = TcpProxy::to(format!("{host}:{}", url.port().unwrap_or(5432))).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.address().port())).unwrap();
    setup.database_url = url.into();
    setup.options = SeaOptions::default();
    let limits = RateLimits {
        sign_in: per_minute(1),
        ..generous()
    };
    let app = start(setup, &limits).await;
    let client = "203.0.113.1";
    proxy.simulate(TcpProxy::OUTAGES[0]).await;
    let body = json!({"email": ANN, "password": PASSWORD});
    for _ in 0..3 {
        let ask = from(client, app.post("/api/users/signin/", &body));
        let refused = ask.may_be_unavailable().await;
        refused.refused(503, "unavailable");
    }
    proxy.restore().await;
    until("the database is back", async || {
        app.get("/readyz").may_be_unavailable().await.status == 200
    })
    .await;
    // What was refused was not counted.
    sign_in(&app, client, ANN, PASSWORD).await.with(401);
    assert_limited(sign_in(&app, client, ANN, PASSWORD).await, "sign-in");
}
