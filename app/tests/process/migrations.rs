//! Migrations from the command line, on a database with data.

use serde_json::Value;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::{assert_hides, assert_says};

on_both_databases!(
    migrations_work_up_and_down_with_data,
    pending_migrations_prevent_a_start_without_migrate,
    a_newer_database_is_refused
);

const FUTURE: &str = "m29991231_000001_create_wonders";

/// The migrations, and whether each is applied.
async fn status(home: &Home) -> Vec<(String, bool)> {
    let printed = home.korotko("migrate status --json").print().await;
    let steps: Value = serde_json::from_str(&printed).unwrap();
    let step = |step: &Value| {
        let (name, state) = (step["migration"].as_str(), step["state"].as_str());
        let state = state.filter(|state| ["applied", "pending"].contains(state));
        let (name, state) = (name.expect("a name"), state.expect("a state"));
        (name.to_owned(), state == "applied")
    };
    steps.as_array().expect("a list").iter().map(step).collect()
}

pub async fn applied(home: &Home) -> Vec<bool> {
    let steps = status(home).await.into_iter();
    steps.map(|(_, applied)| applied).collect()
}

/// Creates a verified account with a link.
pub async fn fill(home: &Home) {
    let listening = home.korotko("serve").listen().await;
    let session = listening.sign_up(ANN).await;
    let url = "https://example.com/";
    let made = listening.client().shorten(&session, "way", url).await;
    made.with(201);
    listening.stop().await;
}

async fn migrations_work_up_and_down_with_data(home: Home) {
    let steps = status(&home).await;
    let count = steps.len();
    assert!(count >= 3 && steps.iter().all(|(_, applied)| !applied));
    let up = home.korotko("migrate up").print().await;
    for (name, _) in &steps {
        assert!(up.contains(&format!("applied   {name}")), "{up}");
    }
    assert_eq!(home.korotko("migrate up").print().await, "nothing to do");
    fill(&home).await;

    let last = &steps[count - 1].0;
    let down = home.korotko("migrate down --yes").print().await;
    assert_eq!(down, format!("reverted  {last}"));
    let table = home.korotko("migrate status").print().await;
    assert!(table.starts_with("STATE     MIGRATION\n"), "{table}");
    assert!(table.ends_with(&format!("pending   {last}")), "{table}");
    let mut all_but_last = vec![true; count];
    all_but_last[count - 1] = false;
    assert_eq!(applied(&home).await, all_but_last);
    home.korotko("migrate up").print().await;
    assert_eq!(applied(&home).await, vec![true; count]);
    assert_eq!(home.sql("SELECT count(*) FROM users"), "1", "rows stay");
    assert_eq!(home.sql("SELECT count(*) FROM links"), "1", "rows stay");

    home.korotko(&format!("migrate down {count} --yes"))
        .print()
        .await;
    assert_eq!(applied(&home).await, vec![false; count]);
    assert_eq!(
        home.korotko("migrate down --yes").print().await,
        "nothing to do"
    );
    // The empty schema can be used again.
    let listening = home.korotko("serve").listen().await;
    listening.client().must_register(ANN).await;
    listening.shown_link().await;
    listening.stop().await;
}

async fn pending_migrations_prevent_a_start_without_migrate(home: Home) {
    home.korotko("migrate up").print().await;
    let down = home.korotko("migrate down --yes").print().await;
    let pending = down.split_whitespace().last().unwrap();
    for command in ["serve", "worker"] {
        let korotko = home.korotko(command).with("MIGRATE", "false");
        let said = korotko.refused(1).await;
        assert_says(&said, &[pending, "`korotko migrate up`"]);
    }
    let steps = applied(&home).await;
    assert!(steps.contains(&false), "nobody applied it");
}

async fn a_newer_database_is_refused(home: Home) {
    home.korotko("migrate up").print().await;
    let note = "INSERT INTO seaql_migrations (version, applied_at) VALUES";
    home.sql(&format!("{note} ('{FUTURE}', 0)"));
    let commands = [
        "serve",
        "worker",
        "migrate up",
        "migrate down --yes",
        "migrate status",
    ];
    for command in commands {
        let korotko = home.korotko(command).with("MIGRATE", "false");
        let said = korotko.refused(1).await;
        let reason = "the database is newer than this program";
        assert_says(&said, &[reason, FUTURE]);
        assert_hides(&said, &["not up to date"]);
    }
    // `KOROTKO_MIGRATE` makes no difference.
    let ended = home.korotko("serve").run().await;
    assert!(ended.stderr.contains(FUTURE), "{ended:?}");
    home.sql(&format!(
        "DELETE FROM seaql_migrations WHERE version = '{FUTURE}'"
    ));
    assert!(!applied(&home).await.contains(&false), "nothing was undone");
}
