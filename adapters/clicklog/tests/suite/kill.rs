//! A process killed (SIGKILL) under full load.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use korotko_clicklog::{ClickLog, ClickLogOptions, Drainer};
use korotko_core::ports::ClickRecorder;

use crate::clicks::{Unique, click};
use crate::environment::Environment;
use crate::fake_store::FakeStore;

/// The number of clicks after which the parent kills the process.
const ENOUGH: usize = 20_000;

/// Not a test: the process to be killed. It records on two threads as fast as possible, and prints the number of each click to
/// the standard output once it is recorded. The standard input has its folder.
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
        // One write, so that only the last answer can be torn.
        let answer = format!("answered {number}\n");
        if std::io::stdout().write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// Runs the process, kills it after enough answers, and returns the numbers of the answered clicks.
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
        // A line without an end was torn by the kill: its number may be wrong, and it is the last.
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
async fn a_process_killed_under_load_loses_no_answered_click_and_counts_none_twice() {
    let environment = Environment::default();
    for _ in 0..3 {
        let answered = answered_before_the_kill(&environment.root());
        assert!(answered.len() >= ENOUGH - 1, "{}", answered.len());
        let store = FakeStore::default();
        let drainer = Drainer::new(&environment.open(), store.clicks());
        drainer.run(async {}).await;

        let counts = store.counts();
        let lost = answered
            .iter()
            .filter(|number| !counts.contains_key(number));
        assert_eq!(lost.count(), 0);
        assert!(counts.values().all(|count| *count == 1));
        // Recorded and not yet answered: one click for each thread, and those in the pipe and its reader.
        assert!(environment.files().is_empty());
    }
}
