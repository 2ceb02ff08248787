//! Reports on the command line.

use std::fs;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use serde_json::json;

use crate::click_kills::{all_counted, somebody_with_a_link};
use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::assert_says;
use crate::terminal::on_terminal;

on_both_databases!(a_report_is_written_to_a_file);

/// A sheet of a workbook in the home.
fn sheet(home: &Home, file: &str, name: &str) -> Range<Data> {
    let path = home.data().with_file_name(file);
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    book.worksheet_range(name).unwrap()
}

/// Which of the two links a report has, in its order.
fn slugs(home: &Home, file: &str) -> Vec<String> {
    let sheet = sheet(home, file, "Links");
    let slugs = sheet.rows().map(|row| row[0].to_string());
    let known = |slug: &String| ["promo", "b"].contains(&slug.as_str());
    slugs.filter(known).collect()
}

async fn a_report_is_written_to_a_file(home: Home) {
    let listening = home.korotko("serve").listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let other = json!({"url": "https://example.com/b", "slug": "b"});
    let other = client.make(&session, "/api/links/", &other).await;
    let set = json!({"name": "Spring"});
    let set = client.make(&session, "/api/collections/", &set).await;
    let (set, other) = (&set["id"], &other["id"]);
    let members = json!({"links": [other]});
    let path = format!("/api/collections/{set}/links");
    client.make(&session, &path, &members).await;
    client.follow("/promo", 3).await;
    all_counted(&client).await;
    for (scope, expected) in [
        (String::new(), vec!["promo", "b"]),
        (format!("--link {link}"), vec!["promo"]),
        (format!("--collection {set}"), vec!["b"]),
    ] {
        let report = format!(
            "report --user {ANN} --include-bots --tz Europe/Moscow {scope} --output r.xlsx"
        );
        let ended = home.korotko(&report).run().await;
        let silent = (Some(0), "", "");
        let given = (ended.code, &*ended.stdout, &*ended.stderr);
        assert_eq!(given, silent);
        assert_eq!(slugs(&home, "r.xlsx"), expected, "{scope}");
    }
    let report = home
        .korotko("report --user 1 --include-bots")
        .after("exec >p.xlsx");
    report.print().await;
    let days = sheet(&home, "p.xlsx", "By day");
    let mut cells = days.used_cells();
    let three = Data::Float(3.0);
    assert!(cells.any(|(_, column, cell)| column == 1 && *cell == three));
    listening.stop().await;
}

#[tokio::test]
async fn invalid_arguments_of_a_report_are_named() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    listening.client().must_register(ANN).await;
    listening.stop().await;
    for (arguments, code, says) in [
        (
            "--from 2026-02-30 --tz Mars",
            2,
            ["--from must", "--tz must"],
        ),
        (
            "--from 2026-02-02 --to 2026-02-01",
            2,
            ["--to must", "after"],
        ),
        ("--language de", 2, ["--language", "en, ru"]),
        ("--collection 1 --link 1", 2, ["--collection", "--link"]),
        ("--collection 1", 1, ["collection", "not found"]),
        ("--link 1", 1, ["link", "not found"]),
    ] {
        let report = format!("report --user 1 --output r.xlsx {arguments}");
        let said = home.korotko(&report).refused(code).await;
        assert_says(&said, &says);
    }
    assert!(!fs::exists(home.data().with_file_name("r.xlsx")).unwrap());
    for command in ["report --user 1", "export --user 1 --format xlsx"] {
        let shown = on_terminal(home.korotko(command), "").run().await;
        assert_eq!(shown.code, Some(2), "{shown:?}");
        assert_says(&shown.stdout, &["--output FILE"]);
    }
}
