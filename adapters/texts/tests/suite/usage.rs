//! Whether sources and catalogues fit.

use std::collections::BTreeSet;

use crate::catalogues::{Messages, messages, variables};
use crate::sources::{Source, is_key, sources};

/// The beginnings of keys that sources make of data, such as `language-{code}`.
fn beginnings(sources: &[Source]) -> BTreeSet<&str> {
    let quoted = sources.iter().flat_map(Source::quoted);
    let beginnings = quoted.filter_map(|literal| {
        let (beginning, _) = literal.split_once('{')?;
        let words = beginning.strip_suffix('-')?;
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        (!words.is_empty() && words.bytes().all(is_plain)).then_some(beginning)
    });
    beginnings.collect()
}

#[test]
fn every_text_is_used() {
    let sources = sources();
    let quoted: BTreeSet<&str> = sources.iter().flat_map(Source::quoted).collect();
    let beginnings = beginnings(&sources);
    let english = messages("en");
    let contained: BTreeSet<&String> = english.values().flat_map(|own| &own.references).collect();
    // Read by this crate.
    let own = ["number-groups"];
    let unused = english.keys().filter(|key| {
        !quoted.contains(key.as_str())
            && !contained.contains(key)
            && !own.contains(&key.as_str())
            && !beginnings
                .iter()
                .any(|beginning| key.starts_with(beginning))
    });
    let unused: Vec<_> = unused.collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_key_has_a_hyphen_so_that_it_is_recognised() {
    for key in messages("en").keys() {
        assert!(is_key(key), "{key}");
    }
}

#[test]
fn every_text_that_a_source_asks_for_exists() {
    let english = messages("en");
    for source in sources() {
        for (key, _) in source.calls(".text(") {
            let is_plain = english.contains_key(key) && variables(&english, key).is_empty();
            assert!(is_plain, "{}: text(\"{key}\")", source.path.display());
        }
        // Keys that are passed on, in tables for example. Elsewhere such words are codes of problems, too.
        let path = source.path.to_string_lossy();
        let ours: &[&str] = if path.contains("adapters/smtp/") || path.contains("adapters/xlsx/") {
            &["mail-", "workbook-"]
        } else {
            &["answer-"]
        };
        let literals = source.quoted().filter(|literal| is_key(literal));
        for literal in literals.filter(|literal| ours.iter().any(|own| literal.starts_with(own))) {
            assert!(english.contains_key(literal), "{path}: \"{literal}\"");
        }
    }
}

#[test]
fn every_text_gets_the_arguments_that_it_has() {
    let english = messages("en");
    for source in sources() {
        for (key, rest) in source.calls(".with(") {
            assert_takes(&english, &source, key, arguments(rest));
        }
        for (key, rest) in source.calls(".around(") {
            let given = arguments(rest).map(|mut given| {
                given.extend(rest.split('"').nth(1));
                given
            });
            assert_takes(&english, &source, key, given);
        }
    }
}

fn assert_takes(english: &Messages, source: &Source, key: &str, given: Option<BTreeSet<&str>>) {
    let place = source.path.display();
    assert!(english.contains_key(key), "{place}: \"{key}\"");
    let Some(given) = given else { return };
    let wanted = variables(english, key);
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    assert_eq!(given, wanted, "{place}: the arguments of \"{key}\"");
}

/// The names in the list of arguments behind a key, if it is there literally: what follows each `("` within `&[` and its `]`.
fn arguments(rest: &str) -> Option<BTreeSet<&str>> {
    let end = end_of_call(rest);
    let (_, list) = rest[..end].split_once("&[")?;
    let mut names = BTreeSet::new();
    let mut start = true;
    for (index, part) in list.split('"').enumerate() {
        if index % 2 == 0 {
            start = part.trim_end().ends_with('(');
        } else if start {
            names.insert(part);
        }
    }
    Some(names)
}

/// Where the call ends whose arguments these are: at the closing parenthesis that has no opening one.
fn end_of_call(rest: &str) -> usize {
    let mut depth = 0;
    let mut quoted = false;
    for (index, character) in rest.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return index,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}
