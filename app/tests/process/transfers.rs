//! Import and export on the command line.

use std::fs;
use std::path::PathBuf;

use korotko_testkit::saved_as_csv;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::{DEADLINE, Program};

on_both_databases!(
    an_export_can_be_imported,
    an_exported_workbook_survives_a_spreadsheet,
    standard_input_can_be_imported
);

const BOB: &str = "bob@example.com";

/// A home with the accounts of Ann and Bob, without a running program.
async fn with_accounts(home: Home) -> Home {
    let listening = home.korotko("serve").listen().await;
    let client = listening.client();
    client.must_register(ANN).await;
    client.must_register(BOB).await;
    listening.stop().await;
    home
}

fn file(home: &Home, name: &str) -> PathBuf {
    home.data().with_file_name(name)
}

/// The JSON export of a user.
async fn exported(home: &Home, user: &str) -> Value {
    let export = format!("export --format json --user {user}");
    serde_json::from_str(&home.korotko(&export).print().await).unwrap()
}

fn slugs(links: &Value) -> Vec<&str> {
    let links = links.as_array().unwrap().iter();
    links.map(|link| link["slug"].as_str().unwrap()).collect()
}

async fn an_export_can_be_imported(home: Home) {
    let home = with_accounts(home).await;
    let rows = "url,slug,title,tags,collections\n\
        https://example.com/1,-a,=1+1,\"b,\"\"x, y\"\"\",=Set\n\
        https://example.com/2,b,'=1,,\n";
    home.file("links.csv", rows);
    let import = home.korotko(&format!("import links.csv --user {ANN}"));
    assert_eq!(import.print().await, "2 rows: 2 imported, 0 failed");
    for (name, format) in [("out.csv", "csv"), ("out.json", "json")] {
        let export = format!("export --user {ANN} --format {format} --output {name}");
        assert_eq!(home.korotko(&export).print().await, "");
        let dry = home.korotko(&format!("import {name} --user {BOB} --dry-run"));
        let told = dry.print().await;
        assert_eq!(told, "2 rows: 2 would be imported, 0 failed");
        assert_eq!(exported(&home, BOB).await, json!([]));
    }
    let import = home.korotko(&format!("import out.csv --user {BOB}"));
    import.print().await;
    let (theirs, ours) = (exported(&home, BOB).await, exported(&home, ANN).await);
    assert_eq!(slugs(&theirs), ["-a", "b"]);
    for field in ["url", "title", "tags", "collections"] {
        assert_eq!(theirs[0][field], ours[0][field], "{field}");
        assert_eq!(theirs[1][field], ours[1][field], "{field}");
    }
}

/// Slugs that a spreadsheet changes when it opens CSV. Not tested with Excel itself.
const CHANGED: [&str; 8] = [
    "007",
    "1e5",
    "jan1999",
    "1-2",
    "TRUE",
    "12345678901234567890",
    "-a",
    "2027-01-02",
];

async fn an_exported_workbook_survives_a_spreadsheet(home: Home) {
    let home = with_accounts(home).await;
    let mut rows = "url,slug,title,tags,collections\n".to_owned();
    for slug in CHANGED {
        let row = format!("https://example.com,{slug},{slug},\"{slug},x\",{slug}\n");
        rows.push_str(&row);
    }
    home.file("links.csv", &rows);
    let import = home.korotko(&format!("import links.csv --user {ANN}"));
    assert_eq!(import.print().await, "8 rows: 8 imported, 0 failed");
    let export = format!("export --user {ANN} --format xlsx --output links.xlsx");
    assert_eq!(home.korotko(&export).print().await, "");
    let refused = home.korotko(&format!("import links.xlsx --user {BOB}"));
    let says = "links.xlsx: this is an Excel workbook; save it as CSV UTF-8";
    ends_with(refused, 1, says).await;
    let workbook = file(&home, "links.xlsx");
    let saved = spawn_blocking(move || saved_as_csv(&workbook, 1033));
    fs::write(file(&home, "saved.csv"), saved.await.unwrap()).unwrap();
    let import = home.korotko(&format!("import saved.csv --user {BOB}"));
    assert_eq!(import.print().await, "8 rows: 8 imported, 0 failed");
    let (theirs, ours) = (exported(&home, BOB).await, exported(&home, ANN).await);
    assert_eq!(slugs(&theirs), CHANGED);
    let (theirs, ours) = (theirs.as_array().unwrap(), ours.as_array().unwrap());
    for (theirs, ours) in theirs.iter().zip(ours) {
        for field in ["url", "title", "tags", "collections"] {
            assert_eq!(theirs[field], ours[field], "{field}");
        }
    }
}

async fn standard_input_can_be_imported(home: Home) {
    let home = with_accounts(home).await;
    let import = |user| home.korotko(&format!("import - --user {user}"));
    let csv = home.file("csv", "url,slug\nhttps://example.com/1,a\n");
    let told = import(ANN).reading(csv).print().await;
    assert_eq!(told, "1 rows: 1 imported, 0 failed");
    let links = exported(&home, ANN).await;
    let json = home.file("json", &format!("\u{feff} {links}"));
    let told = import(BOB).reading(json).print().await;
    assert_eq!(told, "1 rows: 1 imported, 0 failed");
    assert_eq!(slugs(&exported(&home, BOB).await), ["a"]);
    let broken = home.file("broken", "[{");
    let says = "standard input: the file is not JSON";
    ends_with(import(ANN).reading(broken), 1, says).await;
}

#[tokio::test]
async fn failed_rows_are_reported_with_their_lines_and_the_exit_code() {
    let home = with_accounts(Home::sqlite()).await;
    home.file(
        "links.csv",
        "url,slug\nhttps://example.com,a\n\nnowhere,b c\nhttps://example.com,a\n",
    );
    let atomic = format!("import links.csv --user {ANN} --atomic");
    let ended = home.korotko(&atomic).run().await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stdout.contains("3 rows: 0 imported, 3 failed"));
    assert_eq!(exported(&home, ANN).await, json!([]));
    let ended = home.korotko(&format!("import links.csv --user {ANN}"));
    let ended = ended.run().await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let lines: Vec<_> = ended.stdout.lines().collect();
    assert!(lines[0].starts_with("line 4: url is not"), "{lines:?}");
    assert!(lines[0].contains("; slug may contain"), "{lines:?}");
    assert_eq!(lines[1], "line 5: this slug is already taken");
    assert_eq!(lines[2..], ["3 rows: 1 imported, 2 failed"]);
    assert!(ended.stderr.contains("korotko: 2 of 3 rows failed"));
    assert_eq!(slugs(&exported(&home, ANN).await), ["a"]);
}

async fn ends_with(korotko: Program, code: i32, says: &str) {
    let ended = korotko.run().await;
    assert_eq!(ended.code, Some(code), "{ended:?}");
    assert!(ended.stderr.contains(says), "{ended:?}");
}

#[tokio::test]
async fn invalid_arguments_are_reported() {
    let home = with_accounts(Home::sqlite()).await;
    home.file("good.csv", "url\nhttps://example.com\n");
    home.file("bad.csv", "url,colour\nhttps://example.com,red\n");
    home.file("bad.json", "{\"url\": 1");
    let korotko = |arguments: &str| home.korotko(arguments);
    ends_with(korotko("import good.csv"), 2, "--user").await;
    ends_with(korotko("import good.csv --user ann"), 2, "e-mail address").await;
    let nobody = "import good.csv --user no@example.com";
    ends_with(korotko(nobody), 1, "user not found").await;
    for (name, says) in [
        ("none.csv", "cannot read none.csv"),
        ("bad.csv", "bad.csv: has the unknown column `colour`"),
        ("bad.json", "bad.json: the file is not JSON"),
    ] {
        let import = format!("import {name} --user {ANN}");
        ends_with(korotko(&import), 1, says).await;
    }
    let few = korotko(&format!("import good.csv --user {ANN}"));
    home.file(
        "good.csv",
        "url\nhttps://example.com\nhttps://example.com\n",
    );
    ends_with(few.with("LINKS_PER_USER", "1"), 1, "more than 1 rows").await;
    assert_eq!(exported(&home, ANN).await, json!([]));
}

#[tokio::test]
async fn an_export_file_is_replaced_atomically() {
    let home = with_accounts(Home::sqlite()).await;
    let korotko = |arguments: &str| home.korotko(arguments);
    let old = home.file("old.csv", "old");
    let nobody = "export --user no@example.com --output old.csv";
    ends_with(korotko(nobody), 1, "user not found").await;
    home.file("links.csv", "url,slug\nhttps://example.com/,a\n");
    let import = format!("import links.csv --user {ANN}");
    korotko(&import).print().await;
    home.sql("ALTER TABLE collection_links RENAME TO away");
    let export = format!("export --user {ANN} --output old.csv");
    ends_with(korotko(&export), 1, "internal store error").await;
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    home.sql("ALTER TABLE away RENAME TO collection_links");
    korotko(&export).print().await;
    let new = fs::read_to_string(&old).unwrap();
    assert!(new.contains("https://example.com/,a,"), "{new}");
    let folder = fs::read_dir(file(&home, ".")).unwrap();
    let names: Vec<_> = folder.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let elsewhere = format!("export --user {ANN} --output none/new.csv");
    ends_with(korotko(&elsewhere), 1, "cannot write none/new.csv").await;
}

#[tokio::test]
async fn an_export_to_a_closed_stdout_succeeds() {
    let home = with_accounts(Home::sqlite()).await;
    let export = home.korotko(&format!("export --user {ANN}"));
    let ended = export.start_unread().ended(DEADLINE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
}
