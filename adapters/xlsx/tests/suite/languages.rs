use korotko_core::click::Counts;
use korotko_core::link::LinkState;
use korotko_core::report::{ReportDocument, ReportSubject};

use crate::book::{Book, book};
use crate::fixtures::{in_russian, link, people, report, value, with_bots};

fn sample() -> ReportDocument {
    let mut links = vec![
        link("a", people(3)),
        link("b", people(2)),
        link("c", people(1)),
    ];
    links[1].state = LinkState::Expired;
    links[2].state = LinkState::Deleted;
    for state in LinkState::ALL {
        let mut link = link(state.name(), people(1));
        link.state = state;
        links.push(link);
    }
    let mut document = report(links);
    let devices = [("mobile", 2), ("desktop", 2), ("", 1), ("other", 1)];
    document.devices = devices
        .map(|(name, clicks)| value(name, people(clicks)))
        .into();
    document.languages = vec![
        value("ru", people(4)),
        value("xx", people(1)),
        value("", people(1)),
    ];
    document.referrers = vec![value("", people(6))];
    document.browsers = vec![value("", people(6))];
    document
}

fn assert_says(book: &Book, sheet: usize, words: &[&str]) {
    for word in words {
        assert!(
            book.sheet(sheet).contains(word),
            "{word} is not among {:?}",
            book.sheet(sheet).texts()
        );
    }
}

const LINKS_IN_ENGLISH: &[&str] = &[
    "Short link",
    "Tags",
    "Collections",
    "Active",
    "Expired",
    "Used up",
    "Disabled",
    "Blocked",
    "Deleted",
    "Total",
];

#[tokio::test]
async fn a_report_is_in_english() {
    let book = book(sample()).await;
    assert_eq!(
        book.sheet_names(),
        ["Summary", "Links", "By day", "Sources and devices"]
    );
    assert_says(
        &book,
        1,
        &[
            "Click report",
            "All links",
            "Visitors",
            "once a day (UTC)",
            "are not counted",
        ],
    );
    assert_says(&book, 2, LINKS_IN_ENGLISH);
    assert_says(&book, 3, &["Date", "Clicks"]);
    assert_says(
        &book,
        4,
        &[
            "Direct or unknown",
            "Unknown",
            "Phone",
            "Computer",
            "Other device",
            "Russian",
            "xx",
        ],
    );
}

const LINKS_IN_RUSSIAN: &[&str] = &[
    "Короткая ссылка",
    "Теги",
    "Коллекции",
    "Действует",
    "Истекла",
    "Исчерпана",
    "Отключена",
    "Заблокирована",
    "Удалена",
    "Всего",
];

#[tokio::test]
async fn a_report_is_in_russian() {
    let book = book(in_russian(with_bots(sample()))).await;
    assert_eq!(
        book.sheet_names(),
        ["Сводка", "Ссылки", "По дням", "Источники и устройства"]
    );
    assert_says(
        &book,
        1,
        &[
            "Отчёт о переходах",
            "Все ссылки",
            "Посетители",
            "тоже учтены",
            "Боты",
        ],
    );
    assert_says(&book, 2, LINKS_IN_RUSSIAN);
    assert_says(&book, 3, &["Дата", "Переходы"]);
    assert_says(
        &book,
        4,
        &[
            "Напрямую или неизвестно",
            "Неизвестно",
            "Телефон",
            "Компьютер",
            "Русский",
            "xx",
        ],
    );
}

#[tokio::test]
async fn a_russian_report_has_no_english() {
    let book = book(in_russian(with_bots(sample()))).await;
    for number in 1..=4 {
        let texts = book.sheet(number).texts().join(" ");
        for english in ["Total", "Clicks", "Unknown", "Link"] {
            assert!(!texts.contains(english), "{english} in {texts}");
        }
    }
}

#[tokio::test]
async fn a_report_names_its_subject() {
    for (subject, english, russian) in [
        (
            ReportSubject::Collection("Весна".to_owned()),
            "Collection “Весна”",
            "Коллекция «Весна»",
        ),
        (
            ReportSubject::Link {
                share_url: "https://s.example/a".to_owned(),
                title: None,
            },
            "Link https://s.example/a",
            "Ссылка https://s.example/a",
        ),
        (
            ReportSubject::Link {
                share_url: "https://s.example/a".to_owned(),
                title: Some("Spring".to_owned()),
            },
            "Link “Spring” – https://s.example/a",
            "Ссылка «Spring» – https://s.example/a",
        ),
    ] {
        let mut document = sample();
        document.subject = subject;
        assert_says(&book(document.clone()).await, 1, &[english]);
        assert_says(&book(in_russian(document)).await, 1, &[russian]);
    }
}

#[tokio::test]
async fn a_report_without_links_says_so() {
    let english = book(report(Vec::new())).await;
    assert_says(&english, 1, &["There are no links in this report yet"]);
    assert_says(
        &english,
        2,
        &["There are no links in this report yet", "Short code"],
    );
    assert_eq!(english.parts("xl/charts/chart").len(), 0);
    let russian = book(in_russian(report(Vec::new()))).await;
    assert_says(&russian, 1, &["В этом отчёте пока нет ссылок"]);
}

#[tokio::test]
async fn a_report_without_clicks_says_so() {
    let document = report(vec![link("a", Counts::default())]);
    let english = book(document.clone()).await;
    assert_says(&english, 1, &["There were no clicks in this period"]);
    assert_says(&english, 2, &["https://short.example/a?u=7"]);
    let russian = book(in_russian(document)).await;
    assert_says(&russian, 1, &["не было ни одного перехода"]);
}
