//! Damage to the click log from outside: its folder is removed, its files are damaged. Every click is counted or reported as
//! dropped.

use std::fs;
use std::path::{Path, PathBuf};

use crate::click_kills::{all_counted, clicks, somebody_with_a_link};
use crate::click_load::Load;
use crate::client::Client;
use crate::home::{Home, on_both_databases};
use crate::program::until;

on_both_databases!(
    removing_the_click_folder_under_load_loses_no_click,
    only_damaged_records_are_lost
);

/// The number of clicks for files that are large enough to damage.
const CLICKS: u64 = 200;

async fn dropped(client: &Client) -> u64 {
    let ready = client.get("/readyz").await.json();
    ready["dropped_clicks"].as_u64().unwrap()
}

/// The click files in a folder and its subfolders.
fn click_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let within = entries.flat_map(|entry| match entry.path() {
        path if path.is_dir() => click_files(&path),
        path => vec![path],
    });
    within
        .filter(|path| path.extension().is_some_and(|end| end == "clicks"))
        .collect()
}

async fn removing_the_click_folder_under_load_loses_no_click(home: Home) {
    let listening = home.korotko("serve").listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let folder = home.data().join("clicks");
    let load = Load::on(&client, "/promo");
    for round in 1..=3 {
        until("redirects", async || load.redirected() > round * CLICKS).await;
        fs::remove_dir_all(&folder).unwrap();
        until("the folder is back", async || {
            !click_files(&folder).is_empty()
        })
        .await;
    }
    let outcome = load.end().await;
    assert_eq!((outcome.refused, outcome.unknown), (0, 0));
    all_counted(&client).await;
    assert_eq!(clicks(&client, &session, link).await, outcome.redirected);
    assert_eq!(dropped(&client).await, 0);
    listening.stop().await;
}

async fn only_damaged_records_are_lost(home: Home) {
    // Tokens contain the URL, and the port differs each time.
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    listening.client().follow("/promo", CLICKS).await;
    let folder = home.data().join("clicks");
    let files = click_files(&folder);
    let files: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    listening.stop().await;

    // Leftovers of a dead process: the same clicks in logs with other names.
    let dead = folder.join("0123456789abcdef0123456789abcdef");
    fs::create_dir(&dead).unwrap();
    let mut most_lost = 0;
    for (number, bytes) in files.iter().enumerate() {
        let mut bytes = bytes.clone();
        bytes[12..28].fill(0xa5);
        if bytes.len() > 500 {
            bytes[250..255].fill(0xa5);
            most_lost += 2;
        }
        fs::write(dead.join(format!("{number:032x}.clicks")), bytes).unwrap();
    }
    let listening = korotko.listen().await;
    let client = listening.client();
    until("all is counted or dropped", async || {
        let counted = clicks(&client, &session, link).await;
        counted + dropped(&client).await == 2 * CLICKS
    })
    .await;
    let lost = dropped(&client).await;
    assert!((1..=most_lost).contains(&lost), "{lost}");
    let noted = home.sql("SELECT CAST(sum(clicks) AS bigint) FROM dropped_clicks");
    assert_eq!(noted, lost.to_string());
    listening.stop().await;
    assert!(click_files(&folder).is_empty());
}
