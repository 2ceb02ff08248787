use korotko_core::ports::{MailError, ReportMail};
use korotko_core::report::ReportSubject;
use korotko_smtp::FolderMailer;
use korotko_testkit::{ReceivedMail, SmtpSink};

use crate::fixtures::{
    FROM, UNSUBSCRIBE, assert_refused, in_russian, mail_of, mailer, received, report, send,
    top_link,
};

#[tokio::test]
async fn the_file_is_encoded_in_lines_of_base64() {
    for (name, bytes) in [
        (
            "a.xlsx",
            (0..=255).cycle().take(10_000).collect::<Vec<u8>>(),
        ),
        ("text.xlsx", b"plain ASCII\r\n.\r\n.".to_vec()),
        ("empty.xlsx", Vec::new()),
    ] {
        let mut content = report();
        name.clone_into(&mut content.attachment.file_name);
        content.attachment.bytes = bytes;
        let received = received(&mail_of(content.clone())).await;
        let files = received.attachments();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].name, name);
        assert_eq!(files[0].media_type, content.attachment.media_type);
        assert_eq!(files[0].bytes, content.attachment.bytes);
        let longest = files[0].encoded.lines().map(str::len).max();
        assert!(longest.unwrap_or_default() <= 76, "{longest:?}");
        let content = received.header("Content-Type").unwrap();
        assert!(content.starts_with("multipart/mixed"));
    }
}

#[tokio::test]
async fn in_a_folder_the_file_is_base64_and_the_text_is_plain() {
    let dir = tempfile::tempdir().unwrap();
    let folder = FolderMailer::new(dir.path(), FROM, Box::new(|_, _| {})).unwrap();
    send(&folder, &in_russian(mail_of(report()))).await.unwrap();
    let entry = std::fs::read_dir(dir.path()).unwrap().next().unwrap();
    let data = std::fs::read_to_string(entry.unwrap().path()).unwrap();
    assert!(data.contains("Самые популярные ссылки"), "{data}");
    let mail = ReceivedMail::of_file(data);
    assert_eq!(mail.attachments()[0].bytes, report().attachment.bytes);
}

#[tokio::test]
async fn a_scheduled_report_offers_to_unsubscribe_by_one_click() {
    let scheduled = received(&mail_of(report())).await;
    let header = |name| scheduled.header(name);
    assert_eq!(header("List-Unsubscribe"), Some(format!("<{UNSUBSCRIBE}>")));
    let post = header("List-Unsubscribe-Post").unwrap();
    assert_eq!(post, "List-Unsubscribe=One-Click");
    assert!(scheduled.text().contains("schedule"));

    let content = ReportMail {
        unsubscribe: None,
        ..report()
    };
    let asked_for = received(&mail_of(content)).await;
    assert_eq!(asked_for.header("List-Unsubscribe"), None);
    assert_eq!(asked_for.header("List-Unsubscribe-Post"), None);
    assert!(!asked_for.text().contains("schedule"));
    assert!(!asked_for.html().contains("schedule"));
}

const HOSTILE: [&str; 6] = [
    "a\r\nBcc: x@evil.example\r\n\r\n<b>body</b>",
    "<script>alert('&\"')</script>",
    "a\u{0}b\u{7f}c\u{85}d\u{2028}e",
    "{subject} {{top}} %s",
    "=?utf-8?q?=0ABcc:_x@evil.example?=",
    "\r\n.\r\nMAIL FROM:<x@evil.example>",
];

#[tokio::test]
async fn no_name_of_a_collection_can_break_the_mail() {
    for name in HOSTILE {
        let mut content = report();
        content.subject = ReportSubject::Collection(name.to_owned());
        let received = received(&mail_of(content)).await;
        assert_eq!(received.header("Bcc"), None);
        assert_eq!(received.attachments().len(), 1);
        let shown = name.replace(|c: char| c.is_control() || c == '\u{2028}', " ");
        let (text, subject) = (received.text(), received.subject());
        assert!(
            text.contains(&format!("\nCollection “{shown}”\n")),
            "{text}"
        );
        assert!(
            subject.starts_with("Click report: Collection “"),
            "{subject}"
        );
        assert!(!subject.contains(char::is_control));
        assert!(!received.html().contains("<script") && !received.html().contains("<b>body"));
    }
}

#[tokio::test]
async fn no_link_can_break_the_mail() {
    for url in HOSTILE {
        let mut content = report();
        content.subject = ReportSubject::Link {
            share_url: url.to_owned(),
            title: Some(url.to_owned()),
        };
        content.top = vec![
            top_link(url, Some(url), 1),
            top_link(&format!("https://short.example/\"{url}"), None, 1),
        ];
        let received = received(&mail_of(content)).await;
        assert_eq!(received.header("Bcc"), None);
        assert_eq!(received.attachments().len(), 1);
        let html = received.html();
        for broken in ["<script", "<b>body", "/\"<", "/\"a"] {
            assert!(!html.contains(broken), "{html}");
        }
    }
}

#[tokio::test]
async fn a_long_name_is_shortened_in_the_subject_only() {
    for name in ["Весна 🚀 שלום ".repeat(40), "x".repeat(2_000)] {
        let mut content = report();
        content.subject = ReportSubject::Collection(name.clone());
        let received = received(&in_russian(mail_of(content))).await;
        let subject = received.subject();
        let begin: String = name.chars().take(40).collect();
        assert!(subject.contains(&begin), "{subject}");
        assert!(subject.contains('…'), "{subject}");
        assert!(subject.ends_with("2026\u{a0}г."), "{subject}");
        assert!(received.text().contains(&name));
        let longest = received.data.lines().map(str::len).max().unwrap();
        assert!(longest <= 998, "a line of {longest} octets");
    }
}

#[tokio::test]
async fn a_file_name_with_special_characters_is_refused() {
    let sink = SmtpSink::start().await;
    for name in [
        "",
        "a\".xlsx",
        "a\r\nBcc: x@y.z",
        "отчёт.xlsx",
        "a/b",
        "a b",
    ] {
        let mut content = report();
        name.clone_into(&mut content.attachment.file_name);
        let sent = send(&mailer(&sink), &mail_of(content)).await;
        let is_refused = matches!(sent, Err(MailError::Refused(_)));
        assert!(is_refused, "{name}: {sent:?}");
    }
    assert_eq!(sink.connections(), 0);
}

#[tokio::test]
async fn an_unsubscribe_url_too_long_for_a_header_is_refused() {
    let sink = SmtpSink::start().await;
    let mut content = report();
    let long = format!("https://short.example/{}", "x".repeat(1_000));
    content.unsubscribe = Some(long.parse().unwrap());
    let sent = send(&mailer(&sink), &mail_of(content)).await;
    assert_refused(&sent);
}
