use crate::link::{SearchText, Slug, Tags, TargetUrl, Title, searchable_text};

fn searchable(target: &str) -> String {
    let own = url::Url::parse("https://short.example").unwrap();
    let target = TargetUrl::parse(target, &own).unwrap();
    let title = Title::parse("Große Spring SALE").unwrap();
    let tags = Tags::parse(&["Новости"]).unwrap();
    let slug = Slug::parse("Promo").unwrap();
    searchable_text(&target, &slug, Some(&title), &tags)
}

#[test]
fn every_part_of_a_target_is_searchable_in_any_case() {
    let text = searchable("https://example.com/Path?Q=1");
    for wanted in [
        "EXAMPLE.com/path",
        "q=1",
        "promo",
        "GROSSE spring",
        "новости",
    ] {
        let wanted = SearchText::parse(wanted).unwrap();
        assert!(text.contains(wanted.as_str()), "{wanted:?} in {text}");
    }
    let beyond = SearchText::parse("example.org").unwrap();
    assert!(!text.contains(beyond.as_str()));
}

#[test]
fn a_target_is_searchable_in_its_readable_form() {
    let text = searchable("https://пример.рф/путь/a%0Ab?имя=Анна");
    for wanted in [
        "Пример.рф/Путь",
        "a b",
        "имя=анна",
        "xn--e1afmkfd",
        "%d0%bf",
    ] {
        let wanted = SearchText::parse(wanted).unwrap();
        assert!(text.contains(wanted.as_str()), "{wanted:?} in {text}");
    }
    assert_eq!(text.lines().count(), 5, "no escape ends a line: {text}");
}
