use url::Url;

use crate::link::{Slug, SlugError, TargetUrl, TargetUrlError};
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
    assert!(
        target
            .as_str()
            .starts_with("https://xn--e1afmkfd.xn--p1ai/%D0%BF")
    );
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
    ] {
        assert_eq!(Slug::parse(text), Err(rule), "{text}");
    }
    assert!(Slug::parse(&"a".repeat(64)).is_ok());
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
            .for_each(|letter| *counts.entry(letter).or_default() += 1);
    }
    // 70,000 letters over 62 kinds: 1129 each, and six standard deviations are about 200.
    assert_eq!(counts.len(), 62);
    assert!(
        counts.values().all(|count| (count - 1129).abs() < 200),
        "{counts:?}"
    );
}
