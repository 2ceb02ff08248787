//! Progress is shown on a terminal, and nowhere else.

use std::fmt::Write;

use crate::client::ANN;
use crate::home::Home;
use crate::program::{Ended, assert_hides, assert_says};
use crate::terminal::on_terminal;

/// A home with Ann, and a file of so many links.
async fn with_links(count: usize) -> Home {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    listening.client().must_register(ANN).await;
    listening.stop().await;
    let mut rows = "url\n".to_owned();
    for number in 0..count {
        writeln!(rows, "https://example.com/{number}").unwrap();
    }
    home.file("links.csv", &rows);
    home
}

async fn shown(home: &Home, command: &str) -> String {
    on_terminal(home.korotko(command), "").print().await
}

#[tokio::test]
async fn long_work_shows_its_progress_on_a_terminal_alone() {
    let home = with_links(3000).await;
    let import = "import links.csv --user 1 --dry-run";
    assert_says(&shown(&home, import).await, &["of 3,000 rows"]);
    let ended: Ended = home.korotko("import links.csv --user 1").run().await;
    let told = ("3000 rows: 3000 imported, 0 failed", "");
    assert_eq!((&*ended.stdout, &*ended.stderr), told);

    let export = "export --user 1 --output out.csv";
    assert_says(&shown(&home, export).await, &["of 3,000 links"]);
    let piped = home.korotko(export).run().await;
    assert_eq!((&*piped.stdout, &*piped.stderr), ("", ""));
    // The file itself is shown there.
    let file = shown(&home, "export --user 1").await;
    assert_says(&file, &["https://example.com/2999"]);
    assert_hides(&file, &["of 3,000 links"]);
    let report = "report --user 1 --output r.xlsx";
    assert_says(&shown(&home, report).await, &["creating the report"]);
}

#[tokio::test]
async fn a_reader_that_has_enough_ends_a_list() {
    let home = with_links(3000).await;
    home.korotko("import links.csv --user 1").print().await;
    for command in ["links list", "links list --json", "export --user 1"] {
        let piped = "{ \"$0\" \"$@\"; echo $? >code; } | head -n 1; exit $(cat code)";
        let ended = home.korotko(command).after(piped).run().await;
        assert_eq!(ended.code, Some(0), "{command}: {ended:?}");
        assert_eq!(ended.stdout.lines().count(), 1, "{command}");
        assert_eq!(ended.stderr, "", "{command}");
    }
}
