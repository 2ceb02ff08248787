//! The click archive.

use serde_json::Value;

use crate::click_kills::{all_counted, somebody_with_a_link};
use crate::home::Home;

#[tokio::test]
async fn counted_clicks_are_archived_and_exported() {
    let home = Home::sqlite();
    let korotko = home.korotko("serve").with("CLICK_ARCHIVE_DAYS", "7");
    let listening = korotko.listen().await;
    let (_, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    client.follow("/promo", 3).await;
    all_counted(&client).await;
    listening.stop().await;
    let printed = home.korotko("clicks export").print().await;
    let clicks: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(clicks.len(), 3, "{printed}");
    for click in clicks {
        assert_eq!(click["link_id"], link, "{click}");
        assert_eq!(click["referrer"], Value::Null, "{click}");
    }
}

#[tokio::test]
async fn without_an_archive_nothing_is_exported() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    somebody_with_a_link(&listening).await;
    listening.client().follow("/promo", 1).await;
    listening.stop().await;
    assert_eq!(home.korotko("clicks export").print().await, "");
    assert!(!home.data().join("click-archive").exists());
}
