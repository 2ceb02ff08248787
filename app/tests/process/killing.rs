//! SIGKILL at any moment: what was promised by an answer is kept.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use korotko_testkit::{SmtpSink, Stage};
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Client, PASSWORD};
use crate::home::Home;
use crate::listening::Listening;
use crate::program::until;

const ROUNDS: u64 = 6;
/// How many people register in a round.
const PEOPLE: u64 = 2;

/// How many mails an address asked for, and how many of these it was promised.
#[derive(Debug, Default)]
struct Account {
    asked: usize,
    promised: usize,
}

/// Requests under way, each with what it says of the promise that it got.
#[derive(Default)]
struct Requests(JoinSet<(String, bool)>);

impl Requests {
    fn register(&mut self, client: Client, email: String) {
        let body = json!({"email": email, "password": PASSWORD});
        self.ask(client, "/api/users/register/", (email, body, 201));
    }

    fn ask_again(&mut self, client: Client, email: String) {
        let body = json!({"email": email});
        self.ask(
            client,
            "/api/users/resend-verification/",
            (email, body, 202),
        );
    }

    fn ask(
        &mut self,
        client: Client,
        path: &'static str,
        (email, body, promise): (String, serde_json::Value, u16),
    ) {
        self.0.spawn(async move {
            let request = client.request(Method::POST, path).json(&body);
            // Who hears nothing, because the program died, has been promised nothing.
            let Ok(answer) = request.send().await else {
                return (email, false);
            };
            assert_eq!(answer.status(), promise, "{path}");
            (email, true)
        });
    }

    /// Waits for the next answer, and writes down what it promises.
    async fn next(&mut self, accounts: &mut HashMap<String, Account>) -> bool {
        let Some(answer) = self.0.join_next().await else {
            return false;
        };
        let (email, promised) = answer.expect("no other answer");
        let account = accounts.get_mut(&email).expect("known");
        account.promised += usize::from(promised);
        true
    }
}

/// Has people register; as soon as one or all of them are told that it worked, all who were told so far ask once more, and at
/// some moment of that the program is killed.
async fn round(listening: Listening, number: u64, accounts: &mut HashMap<String, Account>) {
    let mut requests = Requests::default();
    for person in 0..PEOPLE {
        let email = format!("person-{person}-of-{number}@example.com");
        accounts.entry(email.clone()).or_default().asked += 1;
        requests.register(listening.client(), email);
    }
    for _ in 0..=number % PEOPLE {
        requests.next(accounts).await;
    }
    for (email, account) in accounts.iter_mut().filter(|(_, known)| known.promised > 0) {
        account.asked += 1;
        requests.ask_again(listening.client(), email.clone());
    }
    // The moments differ on purpose, from at once to while mails are being sent: that is what this test is about.
    tokio::time::sleep(Duration::from_millis(number * 7)).await;
    listening.process.kill();
    while requests.next(accounts).await {}
}

/// The Message-IDs that came for each address.
fn message_ids(sink: &SmtpSink) -> HashMap<String, HashSet<String>> {
    let mut ids: HashMap<_, HashSet<_>> = HashMap::new();
    for mail in sink.mails() {
        let known = ids.entry(mail.to[0].clone()).or_default();
        known.insert(mail.message_id());
    }
    ids
}

async fn every_promised_mail_comes(home: Home) {
    let sink = SmtpSink::start().await;
    // At least one mail is sent twice, since the program cannot know that it arrived.
    sink.hang_up_after_data(1);
    sink.reply_to(Stage::Rcpt, "451 4.7.1 later", 1);
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    let mut accounts = HashMap::new();
    for number in 0..ROUNDS {
        round(korotko.listen().await, number, &mut accounts).await;
    }
    let told = accounts.values().filter(|account| account.promised > 0);
    assert!(told.count() as u64 >= ROUNDS);
    let listening = korotko.listen().await;
    until("every promised mail", async || {
        let came = message_ids(&sink);
        let count = |email| came.get(email).map_or(0, HashSet::len);
        let mut accounts = accounts.iter();
        accounts
            .all(|(email, account)| count(email) >= account.promised)
            .then_some(())
    })
    .await;
    listening.stop().await;
    // What comes twice has the same Message-ID, so that it counts once.
    let came = message_ids(&sink);
    for (email, ids) in &came {
        let account = &accounts[email];
        assert!(ids.len() <= account.asked, "{email}: {account:?}: {ids:?}");
    }
    let different: usize = came.values().map(HashSet::len).sum();
    assert!(sink.mails().len() > different, "one came twice");
}

#[tokio::test]
async fn every_promised_mail_comes_whenever_the_program_is_killed_on_sqlite() {
    every_promised_mail_comes(Home::sqlite()).await;
}

#[tokio::test]
async fn every_promised_mail_comes_whenever_the_program_is_killed_on_postgresql() {
    every_promised_mail_comes(Home::postgres()).await;
}
