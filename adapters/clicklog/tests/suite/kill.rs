//! A real process, really killed (SIGKILL) under full load.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use korotko_clicklog::{ClickLog, ClickLogOptions, Drainer};
use korotko_core::ports::ClickRecorder;

use crate::clicks::{Unique, click};
use crate::site::Site;
use crate::store::FakeStore;

/// How many clicks its parent waits for before it kills it.
const ENOUGH: usize = 20_000;

/// Not a test: the process that is killed. It records on two threads as fast as it can, and answers each click by its number
/// on the standard output as soon as it is recorded. Its folder comes from the standard input.
#[test]
#[ignore = "run by the test below"]
fn the_child() {
    let mut folder = String::new();
    std::io::stdin().read_to_string(&mut folder).unwrap();
    if folder.is_empty() {
        return;
    }
    let log = open(Path::new(folder.trim()));
    std::thread::scope(|scope| {
        for first in 0..2 {
            let log = &log;
            scope.spawn(move || record_and_answer(log, first));
        }
    });
}

fn open(folder: &Path) -> ClickLog {
    let mut options = ClickLogOptions::in_folder(folder);
    options.writers = 2;
    ClickLog::open(options, Arc::new(Unique)).unwrap()
}

fn record_and_answer(log: &ClickLog, first: i64) {
    for number in (first..).step_by(2) {
        log.record(click(number));
        // One write, so that no answer is torn but the last.
        let answer = format!("answered {number}\n");
        if std::io::stdout().write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// Runs the child, kills it when it has answered enough, and says which clicks it answered.
fn answered_before_the_kill(folder: &Path) -> Vec<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::the_child", "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    write!(input, "{}", folder.display()).unwrap();
    drop(input);
    let mut answers: Vec<i64> = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // A line without its end was torn by the kill; then its number may be wrong, and it is the last.
        answers.extend(
            line.strip_prefix("answered ")
                .and_then(|number| number.parse::<i64>().ok()),
        );
        if answers.len() == ENOUGH {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    answers.pop();
    answers
}

#[tokio::test(start_paused = true)]
async fn a_process_that_is_killed_under_full_load_loses_no_answered_click_and_doubles_none() {
    let site = Site::default();
    for _ in 0..3 {
        let answered = answered_before_the_kill(&site.root());
        assert!(answered.len() >= ENOUGH - 1, "{}", answered.len());
        let store = FakeStore::default();
        let drainer = Drainer::new(&site.open(), store.clicks());
        drainer.run(async {}).await;

        let counts = store.counts();
        let lost = answered
            .iter()
            .filter(|number| !counts.contains_key(number));
        assert_eq!(lost.count(), 0);
        assert!(counts.values().all(|count| *count == 1));
        // What was recorded and not yet answered: one click for each thread, besides what the pipe and its reader held.
        assert!(site.files().is_empty());
    }
}
