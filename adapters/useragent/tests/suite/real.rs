use std::sync::Arc;

use korotko_core::click::{Agent, AgentClass, Device};
use korotko_useragent::AgentReader;

/// The lines of a table, without its comments.
fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

#[test]
fn people_are_recognised_with_browser_system_and_device() {
    let reader = AgentReader::new();
    for line in lines(include_str!("people.txt")) {
        let columns: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        let [browser, os, device, header] = columns[..] else {
            panic!("not a row: {line}");
        };
        let expected = Agent {
            class: AgentClass::Person,
            browser: browser.to_owned(),
            os: os.to_owned(),
            device: Device::from_name(device),
        };
        assert_eq!(*reader.read(header.as_bytes()), expected, "{header}");
    }
}

#[test]
fn bots_are_recognised_and_their_claims_ignored() {
    let reader = AgentReader::new();
    for (class, table) in [
        (AgentClass::Bot, include_str!("bots.txt")),
        (AgentClass::Preview, include_str!("previews.txt")),
    ] {
        let expected = Agent {
            class,
            ..Agent::default()
        };
        for header in lines(table) {
            assert_eq!(*reader.read(header.as_bytes()), expected, "{header}");
        }
    }
}

/// Crawlers that the tables were not generated from; `scripts/crawlers.sh measure` lists the missed ones.
#[test]
fn unseen_crawlers_are_recognised() {
    let reader = AgentReader::new();
    let unseen: Vec<&str> = lines(include_str!("unseen.txt")).collect();
    let is_known = |header: &&&str| reader.read(header.as_bytes()).class != AgentClass::Person;
    let known = unseen.iter().filter(is_known).count();
    assert!(
        known * 100 >= unseen.len() * 97,
        "{known} of {}",
        unseen.len()
    );
}

#[test]
fn a_missing_or_empty_header_is_a_bot() {
    let reader = AgentReader::new();
    for header in ["", " ", "\t \t", "-"] {
        let class = reader.read(header.as_bytes()).class;
        assert_eq!(class, AgentClass::Bot, "{header:?}");
    }
}

#[test]
fn case_and_surrounding_space_are_ignored() {
    let reader = AgentReader::new();
    for header in ["CURL/8.5.0", "  curl/8.5.0  ", "whatsAPP/2.1 A"] {
        assert_ne!(reader.read(header.as_bytes()).class, AgentClass::Person);
    }
}

#[test]
fn equal_results_are_shared() {
    let reader = AgentReader::new();
    let chrome = |version: u32| {
        let header = format!(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
        );
        reader.read(header.as_bytes())
    };
    let first = chrome(140);
    assert!(Arc::ptr_eq(&first, &chrome(140)));
    assert!(Arc::ptr_eq(&first, &chrome(141)));
}
