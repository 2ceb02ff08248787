use korotko_core::ports::MailError;
use korotko_core::user::Email;
use korotko_testkit::{SmtpSink, Stage};

use crate::fixtures::{DEADLINE, assert_refused, mailer, send, to, verification};

#[tokio::test]
async fn an_address_cannot_inject_a_header_or_a_recipient() {
    let odd = [
        "a\r\nBcc: x@evil.example@example.com",
        "\"a\r\nBcc: x@evil.example\"@example.com",
        "\"a\nb\"@example.com",
        "a>\r\nRCPT TO:<x@evil.example@example.com",
        "\"a> , <x@evil.example\"@example.com",
        "\"a,x@evil.example\"@example.com",
        "\"a b\"@example.com",
        "\"a: b;\"@example.com",
        "o'brien+tag={x}@example.com",
        "a@exa\u{a0}mple.com",
        "a@example.com, x@evil.example",
    ];
    for address in odd {
        let Ok(email) = Email::parse(address) else {
            continue;
        };
        let sink = SmtpSink::start().await;
        let mut mail = verification();
        mail.to = email;
        match send(&mailer(&sink), &mail).await {
            Ok(()) => {
                let received = sink.wait_for(1, DEADLINE).await.remove(0);
                assert_eq!(received.to, [address]);
                assert_eq!(received.header("To").unwrap(), address);
                assert_eq!(received.header("Bcc"), None);
            }
            Err(error) => {
                let is_refused = matches!(error, MailError::Refused(_));
                assert!(is_refused, "{address}: {error:?}");
                assert!(!error.to_string().contains("evil"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn values_with_line_breaks_are_refused() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    let broken = "a@b\r\nBcc: x@evil.example";
    for id in ["", "no-at", "a b@c", broken, "a@b>", "ä@b"] {
        let mut mail = verification();
        id.clone_into(&mut mail.message_id);
        let sent = send(&mailer, &mail).await;
        assert!(matches!(sent, Err(MailError::Refused(_))), "{id}: {sent:?}");
    }
    assert_eq!(sink.connections(), 0);
}

#[tokio::test]
async fn an_international_domain_is_sent_in_ascii() {
    let sink = SmtpSink::start().await;
    send(&mailer(&sink), &to("Ann@пример.рф")).await.unwrap();
    let received = sink.wait_for(1, DEADLINE).await.remove(0);
    assert_eq!(received.to, ["Ann@xn--e1afmkfd.xn--p1ai"]);
    assert!(received.data.is_ascii());
}

#[tokio::test]
async fn a_non_ascii_local_part_is_sent_with_smtputf8() {
    let sink = SmtpSink::start().await.with_smtputf8();
    send(&mailer(&sink), &to("анна@example.com")).await.unwrap();
    let received = sink.wait_for(1, DEADLINE).await.remove(0);
    assert_eq!(received.to, ["анна@example.com"]);
    assert_eq!(received.header("To").unwrap(), "анна@example.com");
}

#[tokio::test]
async fn a_non_ascii_local_part_is_refused_without_smtputf8() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    let sent = send(&mailer, &to("анна@example.com")).await;
    assert_refused(&sent);
    send(&mailer, &verification()).await.unwrap();
    assert_eq!(sink.connections(), 1);

    let sink = SmtpSink::start().await.with_smtputf8();
    sink.reply_to(Stage::Mail, "553 5.6.7 not here", 1);
    let sent = send(&crate::fixtures::mailer(&sink), &to("анна@example.com")).await;
    assert_eq!(sent, Err(MailError::Refused("MAIL: 553 5.6.7".to_owned())));
}
