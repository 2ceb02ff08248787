//! Whether all languages say the same.

use std::collections::{BTreeMap, BTreeSet};

use korotko_texts::{Texts, Value};

use crate::catalogues::{Messages, language, messages, tags, variables};

/// The keys of each catalogue.
fn keys(messages: &Messages) -> BTreeSet<(String, String)> {
    let key = |(key, message): (&String, &crate::catalogues::Message)| {
        (message.catalogue.clone(), key.clone())
    };
    messages.iter().map(key).collect()
}

#[test]
fn every_language_has_every_text() {
    let english = keys(&messages("en"));
    for tag in tags() {
        let own = keys(&messages(&tag));
        let missing: Vec<_> = english.difference(&own).collect();
        let superfluous: Vec<_> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && superfluous.is_empty(),
            "{tag} lacks {missing:?}, and only it has {superfluous:?}"
        );
    }
}

#[test]
fn a_text_has_the_same_arguments_in_every_language() {
    let english = messages("en");
    for tag in tags() {
        let own = messages(&tag);
        for key in english.keys() {
            assert_eq!(
                variables(&own, key),
                variables(&english, key),
                "{key} in {tag}"
            );
        }
    }
}

#[test]
fn every_text_can_be_formatted() {
    for tag in tags() {
        let texts = Texts::of(language(&tag));
        assert_eq!(texts.language().tag(), tag);
        let messages = messages(&tag);
        for key in messages.keys() {
            let variables = variables(&messages, key);
            if variables.is_empty() {
                assert!(
                    !texts.text(key).is_empty() && texts.find(key).is_some(),
                    "{key} in {tag}"
                );
            }
            for value in [0, 1, 2, 5, 1_000] {
                let arguments: Vec<(&str, Value<'_>)> = variables
                    .iter()
                    .map(|name| (name.as_str(), value.into()))
                    .collect();
                let text = texts.with(key, &arguments);
                assert!(text != *key && !text.contains("NUMBER"), "{text} in {tag}");
            }
        }
    }
}

/// The plurals of a language, by CLDR.
fn plurals(tag: &str) -> BTreeSet<String> {
    let plurals: &[&str] = match tag {
        "en" => &["one", "other"],
        "ru" => &["one", "few", "many", "other"],
        other => panic!("which plurals has {other}?"),
    };
    plurals.iter().copied().map(str::to_owned).collect()
}

#[test]
fn a_text_that_depends_on_a_number_has_every_plural_of_its_language() {
    for tag in tags() {
        let plurals = plurals(&tag);
        // A fraction is `other` in Russian, and nothing here is counted in fractions.
        let needed: BTreeSet<_> = match tag.as_str() {
            "ru" => plurals
                .iter()
                .filter(|name| *name != "other")
                .cloned()
                .collect(),
            _ => plurals.clone(),
        };
        for (key, message) in messages(&tag) {
            for names in message.selections {
                if names.is_disjoint(&plurals) {
                    continue;
                }
                assert!(names.is_subset(&plurals), "{key} in {tag}: {names:?}");
                assert!(names.is_superset(&needed), "{key} in {tag}: {names:?}");
            }
        }
    }
}

#[test]
fn no_text_is_html() {
    for tag in tags() {
        for (key, message) in messages(&tag) {
            let text = message.words + &message.literals;
            assert!(!text.contains(['<', '>']), "{key} in {tag}");
            let is_entity = |rest: &str| {
                let name = rest.split_once(';').map(|(name, _)| name);
                let is_name = |name: &str| {
                    name.bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
                };
                name.is_some_and(|name| !name.is_empty() && is_name(name))
            };
            assert!(!text.split('&').skip(1).any(is_entity), "{key} in {tag}");
        }
    }
}

#[test]
fn names_of_languages_are_distinct() {
    for tag in tags() {
        let mut names = BTreeMap::new();
        for (key, message) in messages(&tag) {
            if key.starts_with("language-")
                && let Some(other) = names.insert(message.words, key.clone())
            {
                panic!("{key} and {other} have the same name in {tag}");
            }
        }
    }
}
