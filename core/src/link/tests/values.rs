use proptest::prelude::*;
use url::Url;

use crate::link::{RESERVED, Slug, SlugError, TargetUrl, TargetUrlError};
use crate::mock::MockRandom;

#[test]
fn a_target_that_breaks_a_rule_is_refused() {
    let own = Url::parse("http://short.example:8080").unwrap();
    let long = format!("https://e.com/{}", "a".repeat(2049 - 14));
    for (text, rule) in [
        ("example.com", TargetUrlError::Malformed),
        ("", TargetUrlError::Malformed),
        ("http://", TargetUrlError::Malformed),
        ("java\nscript:alert(1)", TargetUrlError::Malformed),
        ("https://e.com/\t", TargetUrlError::Malformed),
        ("javascript:alert(1)", TargetUrlError::Scheme),
        (" javascript:alert(1)", TargetUrlError::Scheme),
        ("data:text/html,x", TargetUrlError::Scheme),
        ("ftp://e.com", TargetUrlError::Scheme),
        ("http://user:pw@e.com", TargetUrlError::Credentials),
        ("http://user@e.com", TargetUrlError::Credentials),
        (&long, TargetUrlError::TooLong),
        ("http://short.example:8080/x", TargetUrlError::OwnHost),
        ("https://short.example", TargetUrlError::OwnHost),
        ("http://SHORT.Example./", TargetUrlError::OwnHost),
        ("http://ｓhort.example/", TargetUrlError::OwnHost),
        ("http:\\\\short.example\\x", TargetUrlError::OwnHost),
    ] {
        assert_eq!(TargetUrl::parse(text, &own), Err(rule), "{text:.60}");
    }
    assert!(TargetUrl::parse(&long[..2048], &own).is_ok());
    assert!(TargetUrl::parse("http://sub.short.example/", &own).is_ok());
}

#[test]
fn a_service_on_this_machine_knows_itself_by_every_name() {
    let own = Url::parse("http://localhost:8080").unwrap();
    for text in [
        "http://localhost/",
        "http://LOCALHOST.:1/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://a.localhost/",
    ] {
        let parsed = TargetUrl::parse(text, &own);
        assert_eq!(parsed, Err(TargetUrlError::OwnHost), "{text}");
    }
}

#[test]
fn a_target_is_kept_in_ascii() {
    let own = Url::parse("http://short.example").unwrap();
    let target = TargetUrl::parse("https://пример.рф/путь?q=да#ё", &own).unwrap();
    let start = "https://xn--e1afmkfd.xn--p1ai/%D0%BF";
    assert!(target.as_str().starts_with(start));
    assert!(target.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
}

#[test]
fn a_slug_that_breaks_a_rule_is_refused() {
    for (text, rule) in [
        ("", SlugError::Length),
        (&*"a".repeat(65), SlugError::Length),
        ("a b", SlugError::Character),
        ("a/b", SlugError::Character),
        ("код", SlugError::Character),
        ("a.b", SlugError::Character),
        ("api", SlugError::Reserved),
        ("DOCS", SlugError::Reserved),
        ("c", SlugError::Reserved),
        ("sign-in", SlugError::Reserved),
        ("Well_Known", SlugError::Reserved),
        ("_new-", SlugError::Reserved),
    ] {
        assert_eq!(Slug::parse(text), Err(rule), "{text}");
    }
    assert!(Slug::parse(&"a".repeat(64)).is_ok());
}

#[test]
fn every_reserved_word_is_refused_in_any_case_and_words_like_it_are_not() {
    assert!(RESERVED.is_sorted());
    for word in RESERVED {
        for text in [word, &word.to_uppercase(), &format!("{word}-")] {
            assert_eq!(Slug::parse(text), Err(SlugError::Reserved), "{text}");
        }
        assert!(Slug::parse(&format!("{word}x")).is_ok(), "{word}");
    }
}

#[test]
fn a_generated_slug_is_seven_letters_and_digits_each_equally_likely() {
    let ring = ring::rand::SystemRandom::new();
    let mut random = MockRandom::new();
    random.expect_fill().returning(move |buffer| {
        ring::rand::SecureRandom::fill(&ring, buffer).unwrap();
        Ok(())
    });
    let mut counts = std::collections::BTreeMap::<char, i32>::new();
    for _ in 0..10_000 {
        let slug = Slug::generate(&random).unwrap();
        assert_eq!(slug.as_str().len(), 7);
        slug.as_str()
            .chars()
            .for_each(|content| *counts.entry(content).or_default() += 1);
    }
    // 70,000 letters over 62 kinds: 1129 each, and six standard deviations are about 200.
    assert_eq!(counts.len(), 62);
    let is_likely = |count: &i32| (count - 1129).abs() < 200;
    assert!(counts.values().all(is_likely), "{counts:?}");
}

/// The first slug that is generated when the first random bytes stand for `first`, and those of the next call for `A1b2C3d`.
fn generated_after(first: &str) -> String {
    let number = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        _ => byte - b'0' + 52,
    };
    let mut bytes: Vec<u8> = first.bytes().chain(*b"A1b2C3d").map(number).collect();
    let mut random = MockRandom::new();
    random.expect_fill().returning(move |buffer| {
        buffer.copy_from_slice(&bytes);
        bytes.rotate_left(Slug::GENERATED_CHARS);
        Ok(())
    });
    Slug::generate(&random).unwrap().to_string()
}

#[test]
fn a_slug_that_a_spreadsheet_would_change_is_not_generated() {
    for slug in [
        "0000007", "1234567", "1e00005", "12345E6", "123d456", "jan1999", "1jan199", "01Feb07",
        "1august", "August1", "12345pm", "R123456", "12345kr", "EUR1234", "FALTSUA", "Patiess",
        "favicon", "OpenAPI",
    ] {
        assert_eq!(generated_after(slug), "A1b2C3d", "{slug}");
    }
    for slug in [
        "promoXY", "a1b2c3d", "1a2b345", "a1bcdef", "january", "abcdeFG",
    ] {
        assert_eq!(generated_after(slug), slug);
    }
}

proptest! {
    /// Mostly of digits and of letters that occur in numbers and dates.
    #[test]
    fn a_generated_slug_has_letters_on_both_sides_of_a_digit_or_no_digit(
        slug in "[0-9]{7}|[0-9]{1,5}[eEdDjJmM][0-9a-z]|[a-z0-9]{7}|(jan|mar|may|dec)[0-9]{4}|[0-9]{2}(jan|oct)[0-9]{2}",
    ) {
        prop_assume!(slug.len() == 7);
        let slug = generated_after(&slug);
        let letters = slug.trim_matches(|char: char| char.is_ascii_digit());
        let inner = letters.bytes().any(|byte| byte.is_ascii_digit());
        prop_assert!(inner || letters.len() == 7, "{}", slug);
    }
}
