use crate::user::{Email, Language, Password, PasswordError};

#[test]
fn an_address_that_cannot_be_mailed_to_is_refused() {
    for text in [
        "",
        "me",
        "me@",
        "@example.com",
        "me@localhost",
        "me@[127.0.0.1]",
        "Me <me@example.com>",
        " me@example.com",
        "me@example.com ",
        "me@example.com\r\nbcc: x@y.zz",
        "me@exa mple.com",
        "me@a_b.example",
        "me@-a.example",
        "a@b@example.com",
    ] {
        assert!(Email::parse(text).is_err(), "{text:?}");
    }
    let long = format!("{}@example.com", "a".repeat(65));
    assert!(Email::parse(&long).is_err());
}

#[test]
fn an_address_has_at_most_254_bytes_as_typed_and_in_ascii() {
    let host = format!("{0}.{0}.{0}.com", "a".repeat(59));
    let of = |local: usize, host: &str| Email::parse(&format!("{}@{host}", "b".repeat(local)));
    assert_eq!(of(60, &host).unwrap().as_typed().len(), 244);
    assert!(of(64, &format!("{host}.museums")).is_err());
    assert!(of(64, &format!("{}com", "ы.".repeat(24))).is_err());
}

#[test]
fn spellings_of_one_address_have_one_canonical_form() {
    let canonical = |text: &str| Email::parse(text).unwrap().canonical().to_owned();
    assert_eq!(canonical("Me+Tag@EXAMPLE.com"), "me+tag@example.com");
    assert_eq!(canonical("me@ПРИМЕР.рф"), "me@xn--e1afmkfd.xn--p1ai");
    let ascii = "me@xn--e1afmkfd.xn--p1ai";
    assert_eq!(canonical(ascii), canonical("me@пример.рф"));
}

#[test]
fn decomposed_letters_are_composed_before_validation() {
    for (typed, mailed) in [
        ("\u{438}\u{306}@example.com", "\u{439}@example.com"),
        ("e\u{301}ric@example.com", "\u{e9}ric@example.com"),
        (
            "ann@re\u{301}sume\u{301}.example",
            "ann@r\u{e9}sum\u{e9}.example",
        ),
        ("\u{212b}ke@example.org", "\u{c5}ke@example.org"),
    ] {
        let email = Email::parse(typed).unwrap();
        assert_eq!(email.as_typed(), mailed);
        assert_eq!(email, Email::parse(mailed).unwrap());
    }
}

#[test]
fn mail_is_sent_to_the_address_as_typed() {
    let email = Email::parse("Me@Example.COM").unwrap();
    assert_eq!(email.as_typed(), "Me@Example.COM");
}

#[test]
fn a_password_that_breaks_a_rule_is_refused() {
    for (text, rule) in [
        ("Abcdef1", PasswordError::TooShort),
        ("ПарольA1", PasswordError::NoLowercase),
        ("Аbcdefg1", PasswordError::NoUppercase),
        ("Abcdefg\u{ff11}", PasswordError::NoDigit),
        ("abcdefg1", PasswordError::NoUppercase),
        ("ABCDEFG1", PasswordError::NoLowercase),
        ("Abcdefgh", PasswordError::NoDigit),
        ("Abcdefg1\0", PasswordError::ControlCharacter),
        ("Abc\ndefg1", PasswordError::ControlCharacter),
        ("Abc\u{85}defg1", PasswordError::ControlCharacter),
    ] {
        assert_eq!(Password::parse(text), Err(vec![rule]), "{text:?}");
    }
}

#[test]
fn every_rule_that_a_password_breaks_is_reported() {
    use PasswordError::{ControlCharacter, NoDigit, NoLowercase, NoUppercase, TooLong, TooShort};
    for (text, rules) in [
        ("", vec![TooShort, NoLowercase, NoUppercase, NoDigit]),
        ("short", vec![TooShort, NoUppercase, NoDigit]),
        (
            "\n",
            vec![
                TooShort,
                ControlCharacter,
                NoLowercase,
                NoUppercase,
                NoDigit,
            ],
        ),
        (&"x".repeat(257), vec![TooLong, NoUppercase, NoDigit]),
    ] {
        assert_eq!(Password::parse(text), Err(rules), "{text:?}");
    }
}

#[test]
fn a_password_has_at_most_256_characters_and_is_never_truncated() {
    let of = |count: usize| format!("Aa1{}", "🎉".repeat(count - 3));
    assert!(Password::parse(&of(256)).is_ok());
    assert_eq!(Password::parse(&of(257)), Err(vec![PasswordError::TooLong]));
    assert_eq!(
        Password::parse(&of(100_000)),
        Err(vec![PasswordError::TooLong])
    );
}

#[test]
fn a_valid_password_is_accepted() {
    let passphrase = "Correct horse battery staple 7 🐴🔋 и ещё немного слов для длины!!";
    for text in ["Abcdefg1", "Пароль Aa1", "  Aa1     ", passphrase] {
        assert!(Password::parse(text).is_ok(), "{text:?}");
    }
}

#[test]
fn two_unicode_forms_of_one_letter_are_one_password() {
    let composed = Password::parse("Abcdef1\u{e9}").unwrap();
    let decomposed = Password::parse("Abcdef1e\u{301}").unwrap();
    assert_eq!(composed, decomposed);
}

#[test]
fn a_password_is_never_shown() {
    let shown = format!("{:?}", Password::parse("Abcdefg1").unwrap());
    assert!(!shown.contains("Abc"));
}

#[test]
fn the_preferred_language_is_the_supported_one_with_the_highest_weight() {
    for (field, language) in [
        ("", Language::En),
        ("ru", Language::Ru),
        ("RU-ru", Language::Ru),
        ("en, ru", Language::En),
        ("en;q=0.5, ru;q=0.7", Language::Ru),
        ("de, fr", Language::En),
        ("*", Language::En),
        ("ru;q=0", Language::En),
        ("ru;q=x, en;q=0.1", Language::En),
        (";;,,q=1", Language::En),
    ] {
        assert_eq!(Language::from_accept_language(field), language, "{field:?}");
    }
}
