use korotko_core::click::Counts;
use korotko_core::report::ReportSubject;
use korotko_testkit::ReceivedMail;

use crate::fixtures::{UNSUBSCRIBE, in_russian, mail_of, received, report, top_link};

fn assert_says(received: &ReceivedMail, words: &[&str]) {
    for body in [received.text(), received.html()] {
        for word in words {
            assert!(body.contains(word), "{word:?} is not in:\n{body}");
        }
        assert!(!body.contains('{') && !body.contains('}'), "{body}");
    }
}

#[tokio::test]
async fn a_report_has_its_main_figures() {
    let received = received(&mail_of(report())).await;
    assert_eq!(
        received.subject(),
        "Click report: All links, 28 September – 4 October 2026"
    );
    assert_says(
        &received,
        &[
            "short.example",
            "All links",
            "28 September – 4 October 2026 (Europe/Moscow)",
            "1,234",
            "+23.4% against the period before (1,000)",
            "567",
            "2,345",
            "Spring sale",
            "https://short.example/promo?u=7",
            "1,000",
            "korotko-2026-09-28-2026-10-04.xlsx",
            UNSUBSCRIBE,
        ],
    );
    assert!(!received.text().contains("too large"));
    assert!(received.html().contains("<html lang=\"en\">"));
    let link = "<a href=\"https://short.example/promo?u=7\">";
    assert!(received.html().contains(link));
}

#[tokio::test]
async fn a_report_is_in_russian() {
    let mut content = report();
    content.omitted_links = 1_500;
    let received = received(&in_russian(mail_of(content))).await;
    let subject = "Отчёт о переходах: Все ссылки, 28 сентября – 4 октября 2026\u{a0}г.";
    assert_eq!(received.subject(), subject);
    assert_says(
        &received,
        &[
            "28 сентября – 4 октября 2026\u{a0}г. (Europe/Moscow)",
            "1\u{a0}234",
            "+23,4\u{a0}% к прошлому периоду (1\u{a0}000)",
            "Посетители",
            "Самые популярные ссылки",
            "всего 1\u{a0}500",
            "по расписанию",
        ],
    );
    assert!(received.data.is_ascii());
    assert!(received.html().contains("<html lang=\"ru\">"));
}

#[tokio::test]
async fn bots_count_when_they_are_included() {
    let mut content = report();
    content.order.include_bots = true;
    let received = received(&mail_of(content)).await;
    let words = ["1,254", "+22.9% against the period before (1,020)"];
    assert_says(&received, &words);
}

#[tokio::test]
async fn a_change_is_described_in_words() {
    let people = |humans| Counts {
        humans,
        ..Counts::default()
    };
    let english = [
        (5, 0, "no clicks in the period before"),
        (5, 5, "as many as in the period before"),
        (1, 3, "−66.7% against the period before (3)"),
        (0, 3, "−100.0% against"),
        (30_000, 1, "+2,999,900.0% against"),
    ];
    let russian = [
        "в прошлом периоде переходов не было",
        "столько же, сколько в прошлом периоде",
        "−66,7\u{a0}% к прошлому периоду (3)",
        "−100,0\u{a0}% к прошлому",
        "+2\u{a0}999\u{a0}900,0\u{a0}% к",
    ];
    for ((total, before, english), russian) in english.into_iter().zip(russian) {
        let mut content = report();
        content.total = people(total);
        content.before = people(before);
        assert_says(&received(&mail_of(content.clone())).await, &[english]);
        assert_says(&received(&in_russian(mail_of(content))).await, &[russian]);
    }
}

#[tokio::test]
async fn a_period_names_shared_parts_once() {
    for (from, until, english, russian) in [
        (
            "2026-10-03T21:00:00Z",
            "2026-10-04T21:00:00Z",
            "4 October 2026 (",
            "4 октября 2026\u{a0}г. (",
        ),
        (
            "2026-09-30T21:00:00Z",
            "2026-10-31T21:00:00Z",
            "1–31 October 2026 (",
            "1–31 октября 2026\u{a0}г. (",
        ),
        (
            "2026-12-27T21:00:00Z",
            "2027-01-03T21:00:00Z",
            "28 December 2026 – 3 January 2027 (",
            "28 декабря 2026\u{a0}г. – 3 января 2027\u{a0}г. (",
        ),
        (
            "2026-10-04T07:00:00Z",
            "2026-10-04T09:30:00Z",
            "4 October 2026 10:00–12:30 (",
            "4 октября 2026\u{a0}г., 10:00–12:30 (",
        ),
        (
            "2026-10-04T07:00:00Z",
            "2026-10-05T09:30:00Z",
            "4 October 2026 10:00 – 5 October 2026 12:30 (",
            "4 октября 2026\u{a0}г., 10:00 – 5 октября 2026\u{a0}г., 12:30 (",
        ),
    ] {
        let mut content = report();
        content.order.from = from.parse().unwrap();
        content.order.until = until.parse().unwrap();
        assert_says(&received(&mail_of(content.clone())).await, &[english]);
        assert_says(&received(&in_russian(mail_of(content))).await, &[russian]);
    }
}

#[tokio::test]
async fn a_report_without_clicks_or_links_says_so() {
    let mut content = report();
    content.top.clear();
    content.total = Counts::default();
    let unclicked = mail_of(content.clone());
    assert_says(&received(&unclicked).await, &["There were no clicks"]);
    content.links = 0;
    let empty = mail_of(content);
    assert_says(&received(&empty).await, &["There are no links"]);
    let empty = in_russian(empty);
    assert_says(&received(&empty).await, &["пока нет ссылок"]);
}

#[tokio::test]
async fn links_omitted_from_the_file_are_mentioned() {
    let mut content = report();
    content.omitted_links = 1_500;
    let received = received(&mail_of(content)).await;
    assert_says(&received, &["too large", "1,500 least clicked links"]);
}

#[tokio::test]
async fn a_report_of_one_link_names_its_title_and_its_share_url() {
    for (title, english, russian) in [
        (None, "https://short.example/a", "https://short.example/a"),
        (
            Some("Spring sale"),
            "“Spring sale” – https://short.example/a",
            "«Spring sale» – https://short.example/a",
        ),
    ] {
        let mut content = report();
        content.subject = ReportSubject::Link {
            share_url: "https://short.example/a".to_owned(),
            title: title.map(str::to_owned),
        };
        let mail = received(&mail_of(content.clone())).await;
        assert!(mail.subject().contains(english), "{}", mail.subject());
        assert_says(&mail, &[english]);
        assert_says(&received(&in_russian(mail_of(content))).await, &[russian]);
    }
}

#[tokio::test]
async fn international_hosts_are_shown_decoded_and_linked_encoded() {
    let url = "https://xn--e1afmkfd.xn--p1ai/promo";
    let mut content = report();
    content.service = "https://xn--e1afmkfd.xn--p1ai/".parse().unwrap();
    content.top = vec![top_link(url, None, 5), top_link(url, Some("Весна"), 3)];
    let received = received(&mail_of(content)).await;
    assert_says(
        &received,
        &["https://пример.рф/promo", "Весна", "пример.рф"],
    );
    assert!(!received.text().contains("xn--"), "{}", received.text());
    let anchor = format!("<a href=\"{url}\">https://пример.рф/promo</a>");
    assert_eq!(received.html().matches(&anchor).count(), 2);
}

#[tokio::test]
async fn a_report_explains_why_it_was_sent_and_what_to_do_about_it() {
    let scheduled = mail_of(report());
    assert_says(
        &received(&scheduled).await,
        &[
            "Here is your click report from",
            "because your account has a schedule",
            "for as long as the schedule exists",
            "If you did not create the schedule",
        ],
    );
    assert_says(
        &received(&in_russian(scheduled)).await,
        &[
            "Это отчёт сервиса",
            "пока есть расписание",
            "Если вы его не создавали",
        ],
    );
    let mut content = report();
    content.unsubscribe = None;
    let ordered = mail_of(content);
    assert_says(
        &received(&ordered).await,
        &["because this report was ordered", "If you did not order it"],
    );
    assert_says(
        &received(&in_russian(ordered)).await,
        &["отчёт заказали", "Если это были не вы"],
    );
}
