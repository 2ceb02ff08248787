//! How well bots are distinguished from people. Run it by `scripts/crawlers.sh measure`, which provides browsers, and crawlers
//! that the tables were not generated from.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a program for developers"
)]

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

use korotko_core::click::AgentClass;
use korotko_useragent::AgentReader;

fn main() {
    let paths: Vec<String> = std::env::args()
        .filter(|argument| {
            Path::new(argument)
                .extension()
                .is_some_and(|end| end == "txt")
        })
        .collect();
    let [crawlers, browsers] = &paths[..] else {
        println!("usage: scripts/crawlers.sh measure");
        return;
    };
    tell("unseen crawlers recognised", crawlers, |class| {
        class != AgentClass::Person
    });
    tell("browsers not taken for programs", browsers, |class| {
        class == AgentClass::Person
    });
}

fn tell(what: &str, path: &str, is_right: impl Fn(AgentClass) -> bool) {
    let text = read_to_string(path).expect("a file of headers");
    let headers: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let reader = AgentReader::new();
    let is_wrong = |header: &&&str| !is_right(reader.read(header.as_bytes()).class);
    let wrong: Vec<&&str> = headers.iter().filter(is_wrong).collect();
    let all = headers.len();
    let share = (all - wrong.len()) as f64 * 100.0 / all as f64;
    println!("{what}: {} of {all}, {share:.2} %", all - wrong.len());
    for header in wrong.into_iter().collect::<BTreeSet<_>>() {
        println!("  wrong: {header}");
    }
}
