//! SIGKILL at any moment: what was promised by a 201 is kept.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use korotko_testkit::{ReceivedMail, SmtpSink, Stage};
use tokio::task::JoinSet;

use crate::home::Home;
use crate::listening::Listening;
use crate::program::until;

const ROUNDS: u64 = 8;
/// How many people register in a round; the program is killed after the first, the second or the third of them.
const PEOPLE: u64 = 3;

/// Lets people register, and kills the program soon after one of them was told that it worked; gives those who were told.
async fn round(listening: Listening, round: u64) -> Vec<String> {
    let mut registering = JoinSet::new();
    for person in 0..PEOPLE {
        let client = listening.client();
        registering.spawn(async move {
            let email = format!("person-{person}-of-{round}@example.com");
            let body = serde_json::json!({"email": email, "password": crate::client::PASSWORD});
            let request = client.request(reqwest::Method::POST, "/api/users/register/");
            // Those who are not told, because the program died, have been promised nothing.
            let answer = request.json(&body).send().await.ok()?;
            assert_eq!(answer.status(), 201);
            Some(email)
        });
    }
    let mut told = Vec::new();
    while let Some(answer) = registering.join_next().await {
        told.extend(answer.unwrap());
        if told.len() as u64 > round % PEOPLE {
            break;
        }
    }
    // The moments differ on purpose, from at once to while the mail is being sent: that is what this test is about.
    tokio::time::sleep(Duration::from_millis(round * 29 % 120)).await;
    listening.process.kill();
    while let Some(answer) = registering.join_next().await {
        told.extend(answer.unwrap());
    }
    assert!(!told.is_empty());
    told
}

fn receivers(mails: &[ReceivedMail]) -> HashSet<&String> {
    mails.iter().flat_map(|mail| &mail.to).collect()
}

async fn whoever_was_told_so_gets_the_mail(home: Home) {
    let sink = SmtpSink::start().await;
    // At least one mail is sent twice, since the program cannot know that it arrived.
    sink.hang_up_after_data(1);
    sink.reply_to(Stage::Rcpt, "451 4.7.1 later", 1);
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    let mut told = Vec::new();
    for number in 0..ROUNDS {
        told.extend(round(korotko.listen().await, number).await);
    }
    let listening = korotko.listen().await;
    until("everybody's mail", async || {
        let mails = sink.mails();
        let there = receivers(&mails);
        told.iter().all(|email| there.contains(email)).then_some(())
    })
    .await;
    listening.stop().await;

    let mut ids: HashMap<&String, HashSet<String>> = HashMap::new();
    let mails = sink.mails();
    for mail in &mails {
        let known = ids.entry(&mail.to[0]).or_default();
        known.insert(mail.message_id());
    }
    assert!(ids.values().all(|ids| ids.len() == 1), "{ids:#?}");
    assert!(mails.len() > ids.len(), "one came twice");
}

#[tokio::test]
async fn whoever_was_told_so_gets_the_mail_whenever_the_program_is_killed_on_sqlite() {
    whoever_was_told_so_gets_the_mail(Home::sqlite()).await;
}

#[tokio::test]
async fn whoever_was_told_so_gets_the_mail_whenever_the_program_is_killed_on_postgresql() {
    whoever_was_told_so_gets_the_mail(Home::postgres()).await;
}
