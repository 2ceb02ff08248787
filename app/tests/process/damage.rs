//! A damaged database file.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use serde_json::json;

use crate::client::ANN;
use crate::home::Home;

/// Overwrites the first page of a table.
fn damage(home: &Home, table: &str) {
    let number = |sql: &str| -> u64 { home.sql(sql).parse().expect("a number") };
    let root = format!("SELECT rootpage FROM sqlite_master WHERE name = '{table}'");
    let (page, size) = (number(&root), number("PRAGMA page_size"));
    let file = OpenOptions::new()
        .write(true)
        .open(home.data().join("korotko.db"));
    let bytes = vec![0xff; usize::try_from(size).unwrap()];
    file.unwrap()
        .write_all_at(&bytes, (page - 1) * size)
        .unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_not_written_to_and_reported() {
    let home = Home::sqlite();
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.listen().await;
    let client = listening.client();
    listening.sign_up(ANN).await;
    let link = json!({"url": "https://example.com/", "slug": "promo"});
    client.post("/api/links/", &link).await.with(201);
    listening.stop().await;
    damage(&home, "links");

    let listening = korotko.listen().await;
    let client = listening.client();
    client.get("/promo").await.with(503);
    let ready = client.get("/readyz").await;
    let detail = ready.refused(503, "database-damaged").text("detail");
    assert!(detail.contains("restore a backup"), "{detail}");
    client.register("bob@example.com").await.with(503);
    client.sign_in(ANN).await;
    let log = listening.stop().await.stderr;
    assert!(log.contains("restore a backup"), "{log}");
    assert_eq!(home.sql("SELECT count(*) FROM users"), "1");
}
