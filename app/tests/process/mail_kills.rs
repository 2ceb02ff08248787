//! SIGKILL at any moment: acknowledged requests are kept.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use korotko_testkit::{SmtpSink, Stage};
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::client::{Client, PASSWORD};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::{DEADLINE, until};

on_both_databases!(every_acknowledged_mail_is_sent_after_sigkill);

const ROUNDS: u64 = 6;
/// The number of registrations in a round.
const PEOPLE: u64 = 2;

/// The numbers of requested and of acknowledged mails of an address.
#[derive(Debug, Default)]
struct Account {
    asked: usize,
    promised: usize,
}

/// Running requests, with the acknowledgement that each got.
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
            // Without a response nothing is acknowledged, nor by a refusal because passwords are hashed too slowly just now.
            let Some(answer) = request
                .send()
                .await
                .ok()
                .filter(|answer| answer.status() != 503)
            else {
                return (email, false);
            };
            assert_eq!(answer.status(), promise, "{path}");
            (email, true)
        });
    }

    /// Waits for the next response, and records what it acknowledges.
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

/// Registers accounts; as soon as one or all are acknowledged, all acknowledged so far request another mail, and at
/// some moment of that, or of the following mails, the program is killed.
async fn round(
    listening: Listening,
    sink: &SmtpSink,
    number: u64,
    accounts: &mut HashMap<String, Account>,
) {
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
    if number < ROUNDS / 2 {
        // The moment varies on purpose.
        tokio::time::sleep(Duration::from_millis(number * 7)).await;
    } else {
        next_mail(sink).await;
    }
    listening.process.kill();
    while requests.next(accounts).await {}
}

/// Returns in the middle of the next mail, as far as visible from outside.
async fn next_mail(sink: &SmtpSink) {
    let mails = || {
        let commands = sink.commands().into_iter();
        commands.filter(|verb| verb == "RCPT").count()
    };
    let before = mails();
    let next = async {
        while mails() == before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let waited = tokio::time::timeout(DEADLINE, next).await;
    waited.expect("a mail begins");
}

/// Registers an account, and kills the program in the middle of the mail: the server hangs.
async fn last_round(home: &Home, accounts: &mut HashMap<String, Account>) {
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", server.local_addr().unwrap());
    let korotko = home.korotko("serve").with("SMTP_URL", url);
    let listening = korotko.listen().await;
    let email = "last@example.com".to_owned();
    let account = Account {
        asked: 1,
        promised: 0,
    };
    accounts.insert(email.clone(), account);
    let mut requests = Requests::default();
    requests.register(listening.client(), email);
    requests.next(accounts).await;
    let connected = tokio::time::timeout(DEADLINE, server.accept()).await;
    listening.process.kill();
    drop(connected.expect("a worker that sends"));
    let running = home.sql("SELECT count(*) FROM jobs WHERE state = 'running'");
    assert_ne!(running, "0", "a dead worker holds a job");
}

/// The Message-IDs of the mails to each address.
fn message_ids(sink: &SmtpSink) -> HashMap<String, HashSet<String>> {
    let mut ids: HashMap<_, HashSet<_>> = HashMap::new();
    for mail in sink.mails() {
        let known = ids.entry(mail.to[0].clone()).or_default();
        known.insert(mail.message_id());
    }
    ids
}

async fn every_acknowledged_mail_is_sent_after_sigkill(home: Home) {
    let sink = SmtpSink::start().await;
    // At least one mail is sent twice, since the program cannot know that it arrived.
    sink.hang_up_after_data(1);
    sink.reply_to(Stage::Rcpt, "451 4.7.1 later", 1);
    let korotko = home.korotko("serve").with("SMTP_URL", sink.url());
    let mut accounts = HashMap::new();
    for number in 0..ROUNDS {
        round(korotko.listen().await, &sink, number, &mut accounts).await;
    }
    last_round(&home, &mut accounts).await;
    let told = accounts.values().filter(|account| account.promised > 0);
    assert!(told.count() as u64 >= ROUNDS);
    let listening = korotko.listen().await;
    until("every promised mail", async || {
        let came = message_ids(&sink);
        let count = |email| came.get(email).map_or(0, HashSet::len);
        let mut accounts = accounts.iter();
        accounts.all(|(email, account)| count(email) >= account.promised)
    })
    .await;
    listening.stop().await;
    // A mail sent twice has the same Message-ID.
    let came = message_ids(&sink);
    for (email, ids) in &came {
        let account = &accounts[email];
        assert!(ids.len() <= account.asked, "{email}: {account:?}: {ids:?}");
    }
    let different: usize = came.values().map(HashSet::len).sum();
    assert!(sink.mails().len() > different, "one came twice");
}
