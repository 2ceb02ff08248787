use std::collections::BTreeSet;

use crate::key::{KeyScope, KeyScopes, KeySecret};
use crate::mock::preset;

const ONE: &str = "kor_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq7IQX5A";

#[test]
fn a_secret_has_a_prefix_random_characters_and_a_checksum() {
    let random = preset::random();
    let secret = KeySecret::generate(&random).unwrap();
    assert_eq!(secret.expose(), ONE);
    assert_eq!(secret.prefix(), "kor_ABCDEF");
    assert_eq!(format!("{secret:?}"), "KeySecret(…)");
    assert_eq!(format!("{:?}", secret.hash()), "KeyHash(…)");
    let other = KeySecret::generate(&random).unwrap();
    assert_ne!(other.expose(), secret.expose());
    assert_ne!(other.hash(), secret.hash());
}

#[test]
fn a_secret_is_parsed_as_it_was_generated() {
    let parsed = KeySecret::parse(ONE).unwrap();
    assert_eq!(parsed.expose(), ONE);
    assert_eq!(parsed.hash(), KeySecret::parse(ONE).unwrap().hash());
}

#[test]
fn a_text_that_differs_in_any_character_is_no_secret() {
    for index in 0..ONE.len() {
        for other in ["A", "b", "7", "_", "-", "", "é", " "] {
            let mut text = ONE.to_owned();
            text.replace_range(index..=index, other);
            if text != ONE {
                assert!(KeySecret::parse(&text).is_none(), "{text}");
            }
        }
    }
    let (longer, swapped) = (format!("{ONE}A"), ONE.replace("ABC", "BAC"));
    for text in ["", "kor_", "kor", &longer, &swapped, &ONE[4..], &ONE[..52]] {
        assert!(KeySecret::parse(text).is_none(), "{text}");
    }
}

#[test]
fn only_what_begins_like_a_key_claims_to_be_one() {
    assert!(KeySecret::is_claimed_by(ONE));
    assert!(KeySecret::is_claimed_by("kor_garbage"));
    for token in ["", "kor", "Kor_a", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"] {
        assert!(!KeySecret::is_claimed_by(token), "{token}");
    }
}

#[test]
fn scopes_allow_what_they_name_and_writing_includes_reading() {
    for given in KeyScope::ALL {
        assert_eq!(KeyScope::from_name(given.name()), Some(given));
        let scopes = KeyScopes::new(&[given]);
        for needed in KeyScope::ALL {
            let reads = (given, needed) == (KeyScope::LinksWrite, KeyScope::LinksRead);
            assert_eq!(scopes.allow(needed), given == needed || reads);
        }
    }
    let names: BTreeSet<_> = KeyScope::ALL.map(KeyScope::name).into_iter().collect();
    assert_eq!(names.len(), KeyScope::ALL.len());
    assert_eq!(KeyScope::from_name("account"), None);
    assert!(!KeyScopes::new(&[]).allow(KeyScope::LinksRead));
}

#[test]
fn scopes_are_sorted_and_counted_once() {
    let [read, write, ..] = KeyScope::ALL;
    let scopes = KeyScopes::new(&[write, read, write]);
    assert_eq!(scopes.as_slice(), [read, write]);
    assert_eq!(scopes.to_string(), "links:read links:write");
}
