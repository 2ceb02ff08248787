use korotko_core::link::TargetUrl;
use korotko_core::ports::MailContent;
use korotko_testkit::{ReceivedMail, SmtpSink};

use crate::fixtures::{
    ADDRESS, DEADLINE, TOKEN, abuse_report, in_russian, invitation, link, mailer, password_reset,
    received, reset_link, send, test, verification,
};

#[tokio::test]
async fn a_verification_carries_one_link_in_text_and_html() {
    for mail in [verification(), in_russian(verification())] {
        let received = received(&mail).await;
        assert_eq!(received.links(), [link()]);
        let (text, html) = (received.text(), received.html());
        assert!(html.contains(&format!("href=\"{}\"", link())), "{html}");
        assert!(text.contains("24"), "{text}");
    }
}

#[tokio::test]
async fn an_invitation_carries_one_link_in_text_and_html() {
    for mail in [invitation(), in_russian(invitation())] {
        let received = received(&mail).await;
        assert_eq!(received.links(), [link()]);
        let (text, html) = (received.text(), received.html());
        assert!(html.contains(&format!("href=\"{}\"", link())), "{html}");
        assert!(text.contains('7'), "{text}");
    }
}

#[tokio::test]
async fn a_password_reset_carries_one_link_in_text_and_html() {
    for mail in [password_reset(), in_russian(password_reset())] {
        let received = received(&mail).await;
        assert_eq!(received.links(), [reset_link()]);
        let (text, html) = (received.text(), received.html());
        assert!(
            html.contains(&format!("href=\"{}\"", reset_link())),
            "{html}"
        );
        assert!(text.contains('1'), "{text}");
    }
}

#[tokio::test]
async fn an_abuse_report_shows_what_a_stranger_says_as_text() {
    for mail in [abuse_report(), in_russian(abuse_report())] {
        let received = received(&mail).await;
        let (text, html) = (received.text(), received.html());
        for body in [&text, &html] {
            for part in [
                "short.example/promo",
                "https://example.com/a?b=1",
                "malware",
                "links block 3",
            ] {
                assert!(body.contains(part), "{part}: {body}");
            }
        }
        assert!(
            text.contains("> Line 1\n> <b>Line 2</b>\n> Line 3\n"),
            "{text}"
        );
        assert!(html.contains("&#60;b&#62;Line 2&#60;/b&#62;"), "{html}");
        assert!(!html.contains("href"), "{html}");
    }
}

#[tokio::test]
async fn a_mail_is_in_the_language_of_its_user() {
    let english = received(&verification()).await;
    assert_eq!(english.subject(), "Verify your e-mail address");
    assert_eq!(english.header("Content-Language").unwrap(), "en");
    assert!(english.text().contains("ignore this mail"));
    assert!(english.html().contains("<html lang=\"en\">"));

    let russian = received(&in_russian(verification())).await;
    assert_eq!(russian.subject(), "Подтвердите адрес электронной почты");
    assert_eq!(russian.header("Content-Language").unwrap(), "ru");
    assert!(russian.text().contains("это были не вы"));
    assert!(russian.html().contains("<html lang=\"ru\">"));
}

/// Who sends the mail, what it is, why the user gets it, until when it works, and what to do if the user did not ask for it.
pub(crate) fn assert_explains(received: &ReceivedMail, explanations: [&str; 5]) {
    let text = received.text();
    let html = received.html().replace("<b>", "").replace("</b>", "");
    // Lines are wrapped.
    let unwrapped = |body: &str| body.split_whitespace().collect::<Vec<_>>().join(" ");
    for body in [unwrapped(&text), unwrapped(&html)] {
        for explanation in explanations {
            assert!(
                body.contains(explanation),
                "{explanation:?} is not in:\n{body}"
            );
        }
    }
    let first = text.lines().nth(2).unwrap();
    assert!(first.starts_with(char::is_uppercase), "{first}");
}

#[tokio::test]
async fn a_verification_explains_itself() {
    let english = [
        "at short.example, a URL shortener",
        "To verify that the address is yours",
        "because the address was entered at registration",
        "The link works for 24 hours",
        "If you did not register, ignore this mail",
    ];
    assert_explains(&received(&verification()).await, english);
    let russian = [
        "В сервисе коротких ссылок short.example",
        "Чтобы подтвердить, что адрес ваш",
        "потому что этот адрес указали при регистрации",
        "Ссылка действует 24 часа",
        "Если это были не вы, не обращайте внимания",
    ];
    assert_explains(&received(&in_russian(verification())).await, russian);
}

#[tokio::test]
async fn an_invitation_explains_itself() {
    let english = [
        "at short.example, a URL shortener",
        "You are invited to create an account",
        "because the operator of short.example invited your address",
        "The invitation works once, within 7 days, and for this e-mail address only",
        "If you do not want an account, ignore this mail",
    ];
    assert_explains(&received(&invitation()).await, english);
    let russian = [
        "в сервисе коротких ссылок short.example",
        "Вас приглашают создать учётную запись",
        "потому что владелец сервиса short.example пригласил ваш адрес",
        "Приглашение действует 7 дней, один раз и только для этого адреса",
        "Если учётная запись вам не нужна, не обращайте внимания",
    ];
    assert_explains(&received(&in_russian(invitation())).await, russian);
}

#[tokio::test]
async fn a_test_mail_explains_itself() {
    let english = [
        "of short.example, a URL shortener",
        "This is a test mail",
        "because the operator of short.example entered your address",
        "It arrived",
        "Nothing is to be done",
    ];
    assert_explains(&received(&test()).await, english);
    let russian = [
        "сервиса коротких ссылок short.example",
        "Это пробное письмо",
        "потому что владелец сервиса short.example указал ваш адрес",
        "Оно дошло",
        "Делать ничего не нужно",
    ];
    assert_explains(&received(&in_russian(test())).await, russian);
}

#[tokio::test]
async fn a_password_reset_explains_itself() {
    let english = [
        "at localhost:8080, a URL shortener",
        "A new password was requested",
        "because your e-mail address was entered in the request",
        "The link works once, within 1 hour",
        "If you did not request a new password, ignore this mail",
    ];
    assert_explains(&received(&password_reset()).await, english);
    let russian = [
        "В сервисе коротких ссылок localhost:8080",
        "запросили новый пароль",
        "потому что в запросе указали ваш адрес",
        "Ссылка действует 1 час и только один раз",
        "Если это были не вы, не обращайте внимания",
    ];
    assert_explains(&received(&in_russian(password_reset())).await, russian);
}

#[tokio::test]
async fn an_international_host_is_shown_decoded_and_linked_encoded() {
    let link = "https://xn--e1afmkfd.xn--p1ai:8443/api/email-verification/abc";
    let mut mail = verification();
    mail.content = MailContent::Verification {
        link: link.parse().unwrap(),
    };
    let received = received(&mail).await;
    assert_eq!(received.links(), [link]);
    for body in [received.text(), received.html()] {
        assert!(body.contains("пример.рф:8443"), "{body}");
    }
}

#[tokio::test]
async fn the_headers_name_sender_recipient_and_date_and_suppress_automatic_answers() {
    let received = received(&verification()).await;
    let header = |name| received.header(name).unwrap();
    assert_eq!(header("From"), "Korotko <noreply@short.example>");
    assert_eq!(header("To"), ADDRESS);
    assert_eq!(header("Date"), "Sun, 22 Nov 2026 19:36:10 +0000");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("Message-ID"), "<job-42@short.example>");
    assert_eq!(received.from, "noreply@short.example");
    assert_eq!(received.to, [ADDRESS]);
}

#[tokio::test]
async fn every_attempt_has_the_same_message_id() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    for _ in 0..2 {
        send(&mailer, &verification()).await.unwrap();
    }
    let mails = sink.wait_for(2, DEADLINE).await;
    assert_eq!(mails.len(), 2);
    for mail in mails {
        assert_eq!(mail.message_id(), "job-42@short.example");
    }
}

#[tokio::test]
async fn russian_reaches_a_server_without_8bitmime() {
    let received = received(&in_russian(password_reset())).await;
    assert!(received.data.is_ascii());
    assert!(received.text().contains("Здравствуйте"));
    assert!(received.text().contains(TOKEN));
}

#[tokio::test]
async fn a_link_with_signs_of_html_is_escaped() {
    let mut mail = password_reset();
    let link = "https://short.example/reset/a&lt;'b'";
    mail.content = MailContent::PasswordReset {
        link: link.parse().unwrap(),
    };
    let received = received(&mail).await;
    assert_eq!(received.links(), [link]);
    let escaped = "href=\"https://short.example/reset/a&#38;lt;&#39;b&#39;\"";
    assert!(received.html().contains(escaped), "{}", received.html());
}

#[tokio::test]
async fn a_link_too_long_for_a_line_arrives_whole() {
    let mut mail = verification();
    let long = format!("https://short.example/{}", "x".repeat(1500));
    mail.content = MailContent::Verification {
        link: long.parse().unwrap(),
    };
    let received = received(&mail).await;
    assert_eq!(received.links(), [long]);
    let longest = received.data.lines().map(str::len).max().unwrap();
    assert!(longest <= 998, "a line of {longest} octets");
}

#[tokio::test]
async fn a_line_that_begins_with_a_dot_arrives_whole() {
    let mut mail = abuse_report();
    let MailContent::AbuseReport(content) = &mut mail.content else {
        unreachable!()
    };
    content.target = TargetUrl::from_stored(".".to_owned());
    let received = received(&mail).await;
    assert!(received.text().contains("\n.\n"), "{:?}", received.text());
}
