use std::io;
use std::time::Duration;

use korotko_core::ports::MailError;
use korotko_testkit::SmtpSink;
use korotko_testkit::Stage::{self, Auth, Data, Ehlo, EndOfData, Greeting, Mail, Rcpt};
use tokio::net::TcpListener;

use crate::fixtures::{
    DEADLINE, assert_unavailable, in_russian, mail_of, mailer, mailer_with,
    mailer_with_credentials, report, send, verification,
};

/// The result of one mail when the server sends this reply at this stage.
async fn outcome(stage: Stage, reply: &str) -> MailError {
    let sink = SmtpSink::start().await;
    sink.reply_to(stage, reply, 1);
    let error = send(&mailer_with_credentials(&sink), &verification())
        .await
        .unwrap_err();
    assert!(sink.mails().is_empty());
    error
}

fn refused(text: &str) -> MailError {
    MailError::Refused(text.to_owned())
}

fn deferred(text: &str) -> MailError {
    MailError::Deferred(text.to_owned())
}

fn unavailable(text: &str) -> MailError {
    MailError::Unavailable(text.to_owned())
}

#[tokio::test]
async fn a_permanent_refusal_of_one_mail_is_refused() {
    let cases = [
        (Rcpt, "550 5.1.1 <Ann.Secret@a.example>", "RCPT: 550 5.1.1"),
        (Rcpt, "550-5.1.1 no\r\n550 5.1.1 user", "RCPT: 550 5.1.1"),
        (Rcpt, "553 no", "RCPT: 553"),
        (Data, "554 5.5.1 no valid recipients", "DATA: 554 5.5.1"),
        (EndOfData, "552 5.3.4 too big", "end of DATA: 552 5.3.4"),
        (EndOfData, "554 5.7.1 Secret@a.bc", "end of DATA: 554 5.7.1"),
    ];
    for (stage, reply, text) in cases {
        assert_eq!(outcome(stage, reply).await, refused(text), "{reply}");
    }
}

#[tokio::test]
async fn a_temporary_refusal_of_one_mail_is_deferred() {
    let cases = [
        (Mail, "451 4.3.0 later", "MAIL: 451 4.3.0"),
        (Rcpt, "451 4.7.1 greylisted", "RCPT: 451 4.7.1"),
        (Rcpt, "450 Ann.Secret@example.com", "RCPT: 450"),
        (Data, "451 4.3.0 later", "DATA: 451 4.3.0"),
        (EndOfData, "451 4.3.0 later", "end of DATA: 451 4.3.0"),
    ];
    for (stage, reply, text) in cases {
        assert_eq!(outcome(stage, reply).await, deferred(text), "{reply}");
    }
}

#[tokio::test]
async fn a_refusal_of_every_mail_makes_the_server_unavailable() {
    let cases = [
        (Greeting, "554 5.3.2 no service", "connection: 554 5.3.2"),
        (Greeting, "421 4.3.2 busy", "connection: 421 4.3.2"),
        (Ehlo, "550 5.7.1 not you", "connection: 550 5.7.1"),
        (Auth, "535 5.7.8 wrong password", "AUTH: 535 5.7.8"),
        (Auth, "454 4.7.0 later", "AUTH: 454 4.7.0"),
        (Mail, "530 5.7.0 sign in first", "MAIL: 530 5.7.0"),
        (Mail, "550 5.7.1 not this sender", "MAIL: 550 5.7.1"),
        (Mail, "421 4.3.2 busy", "MAIL: 421 4.3.2"),
        (Rcpt, "421 4.3.2 busy", "RCPT: 421 4.3.2"),
        (Rcpt, "530 5.7.0 sign in first", "RCPT: 530 5.7.0"),
        (Data, "421 4.3.2 busy", "DATA: 421 4.3.2"),
        (EndOfData, "421 4.3.2 busy", "end of DATA: 421 4.3.2"),
        (Data, "250 what?", "DATA: unexpected reply 250"),
    ];
    for (stage, reply, text) in cases {
        assert_eq!(outcome(stage, reply).await, unavailable(text), "{reply}");
    }
}

#[tokio::test]
async fn a_closed_connection_at_any_stage_makes_the_server_unavailable() {
    let stages = [Greeting, Ehlo, Auth, Mail, Rcpt, Data, EndOfData];
    for stage in stages {
        let sink = SmtpSink::start().await;
        sink.hang_up_at(stage, 1);
        let sent = send(&mailer_with_credentials(&sink), &verification()).await;
        let is_unavailable = matches!(sent, Err(MailError::Unavailable(_)));
        assert!(is_unavailable, "{stage:?}: {sent:?}");
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn a_closed_port_makes_the_server_unavailable_until_it_opens() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    send(&mailer, &verification()).await.unwrap();
    sink.stop().await;
    for _ in 0..2 {
        let sent = send(&mailer, &verification()).await;
        assert_unavailable(&sent);
    }
    sink.restart().await;
    send(&mailer, &verification()).await.unwrap();
    assert_eq!(sink.wait_for(2, DEADLINE).await.len(), 2);
}

#[tokio::test]
async fn a_mail_accepted_before_the_connection_closes_may_be_sent_twice_with_one_message_id() {
    let sink = SmtpSink::start().await;
    sink.hang_up_after_data(1);
    let mailer = mailer(&sink);
    let sent = send(&mailer, &verification()).await;
    assert_unavailable(&sent);
    send(&mailer, &verification()).await.unwrap();
    let mails = sink.wait_for(2, DEADLINE).await;
    assert_eq!(mails[0].message_id(), mails[1].message_id());
}

#[tokio::test]
async fn a_server_that_never_replies_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let mailer = mailer_with(&url, |options| options.timeout = Duration::from_millis(200));
    let sent = send(&mailer, &verification()).await;
    assert_unavailable(&sent);
}

#[tokio::test]
async fn a_server_of_another_protocol_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        stream.writable().await?;
        stream.try_write(b"HTTP/1.1 400 Ann.Secret@example.com\r\n\r\n")?;
        // Kept open: only the reply is wrong.
        std::future::pending::<io::Result<()>>().await
    });
    let mailer = mailer_with(&url, |_| ());
    let sent = send(&mailer, &verification()).await;
    let text = "connection: the reply is not SMTP, or the server closed the connection";
    assert_eq!(sent, Err(unavailable(text)));
}

#[tokio::test]
async fn a_connection_is_reused_after_a_refused_mail() {
    let sink = SmtpSink::start().await;
    sink.reply_to(Rcpt, "550 5.1.1 no", 1);
    sink.reply_to(Rcpt, "451 4.7.1 later", 1);
    let mailer = mailer(&sink);
    send(&mailer, &verification()).await.unwrap_err();
    send(&mailer, &verification()).await.unwrap_err();
    send(&mailer, &in_russian(verification())).await.unwrap();
    send(&mailer, &verification()).await.unwrap();
    assert_eq!(sink.wait_for(2, DEADLINE).await.len(), 2);
    assert_eq!(sink.connections(), 1);
}

#[tokio::test]
async fn an_idle_connection_closed_by_the_server_loses_no_mail() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(&sink);
    send(&mailer, &verification()).await.unwrap();
    sink.stop().await;
    sink.restart().await;
    send(&mailer, &verification()).await.unwrap();
    assert_eq!(sink.connections(), 2);
}

#[tokio::test]
async fn an_idle_connection_is_closed_with_quit() {
    let sink = SmtpSink::start().await;
    let mailer = mailer_with(&sink.url(), |options| {
        options.idle_timeout = Duration::from_millis(1);
    });
    send(&mailer, &verification()).await.unwrap();
    sink.wait_for_command("QUIT", DEADLINE).await;
}

#[tokio::test]
async fn the_number_of_connections_is_limited() {
    let sink = SmtpSink::start().await;
    let mailer = mailer_with(&sink.url(), |options| options.max_connections = 2);
    let mail = verification();
    let one = || async { send(&mailer, &mail).await.unwrap() };
    tokio::join!(one(), one(), one(), one(), one(), one());
    assert_eq!(sink.mails().len(), 6);
    assert!(sink.connections() <= 2, "{}", sink.connections());
}

#[tokio::test]
async fn a_mail_larger_than_the_server_accepts_is_refused_before_it_is_sent() {
    let mut content = report();
    content.attachment.bytes = vec![7; 2_000_000];
    let large = mail_of(content);
    let sink = SmtpSink::start().await.with_size(1_500_000);
    let mailer = mailer(&sink);
    let sent = send(&mailer, &large).await;
    let too_large = refused("the mail is larger than the 1500000 bytes that the server accepts");
    assert_eq!(sent, Err(too_large));
    assert!(!sink.commands().contains(&"DATA".to_owned()));
    // Other mails are sent on the same connection.
    send(&mailer, &verification()).await.unwrap();
    assert_eq!(sink.connections(), 1);

    let sink = SmtpSink::start().await.with_size(5_000_000);
    send(&crate::fixtures::mailer(&sink), &large).await.unwrap();
    assert_eq!(sink.mails().len(), 1);
}
