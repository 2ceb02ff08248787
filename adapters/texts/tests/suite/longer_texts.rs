//! The pseudo-language.

use korotko_texts::Texts;

use crate::catalogues::messages;

#[test]
fn every_text_is_longer_by_two_fifths_and_has_no_plain_letter() {
    let pseudo = Texts::pseudo();
    let mut compared = 0;
    for (key, message) in messages("en") {
        let Some(text) = pseudo.find(&key).filter(|_| message.literals.is_empty()) else {
            continue;
        };
        compared += 1;
        let is_letter = |letter: &char| letter.is_alphabetic();
        let (letters, plain) = (
            text.chars().filter(is_letter),
            message.words.chars().filter(is_letter),
        );
        assert!(letters.count() * 5 >= plain.count() * 7, "{key}: {text}");
        assert!(
            !text.contains(|letter: char| letter.is_ascii_alphabetic()),
            "{key}: {text}"
        );
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn values_and_forms_are_not_changed() {
    let pseudo = Texts::pseudo();
    assert_eq!(pseudo.text("workbook-date-format"), "[$-409]d mmm yyyy");
    let text = pseudo.with(
        "mail-verification-intro",
        &[("host", "short.example".into())],
    );
    assert!(text.contains(" short.example, "), "{text}");
    assert_eq!(pseudo.number(1_500_u64), "1,500");
}
