//! The export of an account has all data of the database.

use std::collections::BTreeMap;

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client, PASSWORD, Session};
use crate::home::Home;
use crate::listening::Listening;
use crate::program::until;

const EXPORT: &str = "/api/users/me/export";

/// Each column of the schema with its field in the export; or after a dash, why it is excluded.
const COLUMNS: &str = include_str!("account_export/columns.txt");

/// A session of the user who has an API key.
const BROWSER: &str = "INSERT INTO sessions (user_id, hash, agent, epoch, created_at, last_seen_at) \
     SELECT owner_id, hash, 'Firefox, Windows', 0, created_at, created_at FROM api_keys";

const SQLITE_COLUMNS: &str = "SELECT group_concat(m.name || '.' || c.name, ' ') \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'link_search%' AND m.name <> 'news'";

/// Without rate limits, which only PostgreSQL stores: hashes of networks and addresses, for hours.
const POSTGRES_COLUMNS: &str = "SELECT string_agg(table_name || '.' || column_name, ' ') \
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'rate_limits'";

#[tokio::test]
async fn every_sqlite_column_is_exported_or_excluded() {
    check(&Home::sqlite(), SQLITE_COLUMNS).await;
}

#[tokio::test]
async fn every_postgresql_column_is_exported_or_excluded() {
    check(&Home::postgres(), POSTGRES_COLUMNS).await;
}

async fn check(home: &Home, columns: &str) {
    let listening = home.korotko("").listen().await;
    let account = export_of_everything(home, &listening).await;
    let known = known_columns();
    let mut kept: Vec<String> = home.sql(columns).split(' ').map(str::to_owned).collect();
    kept.sort();
    let listed: Vec<_> = known.keys().cloned().collect();
    assert_eq!(
        kept, listed,
        "say in columns.txt where each column is exported, or why not"
    );
    for (column, place) in known {
        let Some(pointer) = place.strip_prefix('/') else {
            assert!(
                place.starts_with("- "),
                "{column}: neither a pointer nor a reason"
            );
            continue;
        };
        let value = account.pointer(&format!("/{pointer}"));
        let value = value.unwrap_or_else(|| panic!("{column}: no {place} in {account}"));
        assert!(!value.is_null(), "{column}: {place} is null in {account}");
    }
    listening.stop().await;
}

fn known_columns() -> BTreeMap<String, String> {
    let lines = COLUMNS.lines().filter(|line| !line.is_empty());
    let pairs = lines.map(|line| line.split_once(' ').expect("a column and a place"));
    pairs
        .map(|(column, place)| (column.to_owned(), place.trim().to_owned()))
        .collect()
}

/// The export of a user who has one of everything.
async fn export_of_everything(home: &Home, listening: &Listening) -> Value {
    let (client, session) = (listening.client(), listening.sign_up(ANN).await);
    let link = json!({
        "url": "https://example.com/a", "slug": "promo", "title": "Sale", "tags": ["spring"],
        "expires_at": "2099-12-31T12:00:00Z", "max_clicks": 5,
        "fallback_url": "https://example.com/over",
    });
    let link = made(&client, &session, "/api/links", &link).await;
    // Only an import can set it.
    home.sql("UPDATE links SET imported_clicks = 12");
    let spring = json!({"name": "Spring", "description": "For spring"});
    let spring = made(&client, &session, "/api/collections", &spring).await;
    collect_and_share(&client, &session, spring, link).await;
    let of_spring =
        json!({"scope": "collection", "collection_id": spring, "frequency": "daily", "hour": 8});
    made(&client, &session, "/api/reports/schedules", &of_spring).await;
    let of_link = json!({"scope": "link", "link_id": link});
    made(&client, &session, "/api/reports", &of_link).await;
    let key =
        json!({"name": "Extension", "scopes": ["reports"], "expires_at": "2099-12-31T12:00:00Z"});
    let key = client.make(&session, "/api/keys", &key).await;
    let key = key["key"].as_str().expect("a key");
    let used = client.request(Method::GET, "/api/reports");
    Answer::to(used.bearer_auth(key)).await.with(200);
    // Pages start sessions of browsers; this one has no secret that anybody knows.
    home.sql(BROWSER);
    let profile = client.read(&session, "/api/users/me").await;
    client
        .follow(&format!("/promo?u={}", profile["id"]), 1)
        .await;
    until("the click, the report and the use of the key", async || {
        let account = client.read(&session, EXPORT).await;
        let counted = account["links"][0]["clicks"] == 1;
        let sent = account["reports"][0]["state"] == "sent";
        let used = account["keys"][0]["last_used_at"].is_string();
        counted && sent && used
    })
    .await;
    client.delete(&session, &format!("/api/links/{link}")).await;
    change_account(&client, &session).await;
    client.read(&session, EXPORT).await
}

/// Adds a link to a collection, and shares the statistics of both.
async fn collect_and_share(client: &Client, session: &Session, collection: i64, link: i64) {
    let [collection, shared] = [
        format!("/api/collections/{collection}"),
        format!("/api/links/{link}"),
    ];
    let added = json!({"links": [link]});
    let members = format!("{collection}/links");
    client.make(session, &members, &added).await;
    for shared in [shared, collection] {
        let share = format!("{shared}/share");
        client.make(session, &share, &json!({})).await;
    }
}

/// Gives the account a time zone, and a pending change of its address.
async fn change_account(client: &Client, session: &Session) {
    let zone = json!({"time_zone": "Europe/Moscow"});
    let asked = client.signed(session, Method::PATCH, "/api/users/me");
    Answer::to(asked.json(&zone)).await.with(200);
    let change = json!({"new_email": "anna@example.org", "password": PASSWORD});
    client.make(session, "/api/users/email", &change).await;
}

/// The id of the created resource.
async fn made(client: &Client, session: &Session, path: &str, body: &Value) -> i64 {
    let body = client.make(session, path, body).await;
    body["id"].as_i64().expect("an id")
}
