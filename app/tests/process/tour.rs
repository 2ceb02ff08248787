//! The first five minutes of a user.

use korotko_testkit::SmtpSink;

use crate::client::ANN;
use crate::home::Home;
use crate::listening::Listening;
use crate::program::DEADLINE;

const TARGET: &str = "https://example.com/a/long/way?to=go";

#[tokio::test]
async fn a_newcomer_gets_from_an_empty_folder_to_a_followed_link() {
    let home = Home::sqlite();
    let listening = home.korotko("").listen().await;
    let client = listening.client();
    for page in ["/docs", "/openapi.json", "/healthz", "/readyz"] {
        assert!(client.finds(page).await, "{page}");
    }
    client.must_register(ANN).await;
    let link = listening.shown_link().await;
    let mails = home.data().join("mails");
    let mails: Vec<_> = std::fs::read_dir(mails).unwrap().collect();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = std::fs::read_to_string(mails[0].as_ref().unwrap().path()).unwrap();
    assert!(
        mail.contains(&link) && mail.contains("To: ann@example.com"),
        "{mail}"
    );
    walk(&listening, &link).await;
    listening.stop().await;
}

#[tokio::test]
async fn the_tour_works_with_postgresql_and_a_mail_server() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    let listening = korotko.listen().await;
    listening.client().must_register(ANN).await;
    let mails = sink.wait_for(1, DEADLINE).await;
    assert_eq!(mails[0].to, [ANN]);
    let links = mails[0].links();
    assert_eq!(links.len(), 1, "{links:?}");
    walk(&listening, &links[0]).await;
    listening.stop().await;
    let kept = std::fs::read_dir(home.data()).unwrap();
    let kept: Vec<_> = kept.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(
        kept,
        ["clicks"],
        "with PostgreSQL nothing else is kept here"
    );
}

/// Verifies, signs in, shortens, follows, deletes.
async fn walk(listening: &Listening, link: &str) {
    let client = listening.client();
    client.try_sign_in(ANN).await.with(403);
    // The complete link of the mail, not only its path.
    client.get(link).await.with(200);
    let session = client.sign_in(ANN).await;
    let made = client.shorten(&session, "way", TARGET).await;
    let share_url = made.with(201).text("share_url");
    assert!(share_url.contains("/way?u="), "{share_url}");
    let followed = client.get(&share_url).await.with(307);
    assert_eq!(followed.header("location"), TARGET);
    let page = client.read(&session, "/api/links/").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
    let path = format!("/api/links/{}", page["items"][0]["id"]);
    client.delete(&session, &path).await;
    client.get(&share_url).await.with(410);
}
