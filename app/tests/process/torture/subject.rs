//! The program under torture, its owner of links, and the check that nothing acknowledged is lost.

use std::sync::Arc;

use korotko_testkit::{DEADLINE, PAUSE, SmtpSink, eventually, until};
use serde_json::json;

use super::load::{Ledger, Mixed, mails};
use crate::click_kills::{clicks, promo};
use crate::client::{ANN, Client};
use crate::home::Home;
use crate::listening::Listening;
use crate::program::Program;

/// Who owns the links that are followed and edited. A key outlives every step of the clock.
#[derive(Debug, Clone)]
pub struct Owner {
    pub key: String,
    /// The link `/promo`, whose clicks are counted.
    pub followed: i64,
    /// The link `/edited`.
    pub edited: i64,
}

/// A program with a load on it.
pub struct Subject {
    pub program: Program,
    pub sink: SmtpSink,
    pub owner: Owner,
    pub ledger: Arc<Ledger>,
}

impl Subject {
    /// The service in this home, which has run once.
    pub async fn in_home(home: &Home) -> Self {
        let sink = SmtpSink::start().await;
        let program = home.korotko("serve").with("SMTP_URL", sink.url());
        Self::of(program, sink).await
    }

    /// This program, which sends its mails to the sink.
    pub async fn of(program: Program, sink: SmtpSink) -> Self {
        // Tokens contain the URL, and the port differs each time.
        let program = program.with("PUBLIC_URL", "http://localhost");
        let listening = program.listen().await;
        let owner = Self::owner(&listening.client(), &sink).await;
        listening.stop().await;
        let ledger = Arc::default();
        Self {
            program,
            sink,
            owner,
            ledger,
        }
    }

    async fn owner(client: &Client, sink: &SmtpSink) -> Owner {
        let session = client.sign_up(ANN, sink).await;
        let followed = promo(client, &session).await;
        let edited =
            json!({"url": "https://example.com/0", "slug": "edited", "namespace": "global"});
        let edited = client.make(&session, "/api/links/", &edited).await;
        let new = json!({"name": "Torture", "scopes": ["links:write", "stats:read"]});
        let key = client.make(&session, "/api/keys/", &new).await;
        Owner {
            key: key["key"].as_str().unwrap().to_owned(),
            followed,
            edited: edited["id"].as_i64().unwrap(),
        }
    }

    /// Starts the load on a running node.
    pub fn load(&self, listening: &Listening) -> Mixed {
        Mixed::start(&listening.client(), &self.owner, &self.ledger)
    }

    /// Fails if anything that was acknowledged is not there, on a node that runs.
    pub async fn assert_kept(&self, listening: &Listening) {
        let client = listening.client();
        for slug in self.ledger.links() {
            client.follow(&format!("/{slug}"), 1).await;
        }
        let edited = client.get("/edited").await.with(307);
        let target = edited.header("location");
        let number = target.rsplit('/').next().unwrap().parse().unwrap();
        let edits = self.ledger.edits();
        assert!(edits.contains(&number), "{number} is not in {edits:?}");
        self.all_mails_arrive().await;
    }

    /// Waits until every account has its mail: one, which may come twice.
    pub async fn all_mails_arrive(&self) {
        let missing = || {
            let came = mails(&self.sink);
            let accounts = self.ledger.accounts().into_iter();
            let missing = accounts.filter(|email| !came.contains_key(email));
            missing.collect::<Vec<_>>()
        };
        let all = tokio::time::timeout(3 * DEADLINE, async {
            while !missing().is_empty() {
                tokio::time::sleep(PAUSE).await;
            }
        });
        if all.await.is_err() {
            let jobs = self.program.clone().instead("jobs list --all");
            panic!("{:?} have no mail:\n{}", missing(), jobs.print().await);
        }
        for (address, (different, _)) in mails(&self.sink) {
            assert_eq!(different, 1, "{address}");
        }
    }

    /// Starts once more, checks everything, and waits until every click is counted: once. Returns the clicks.
    pub async fn finish(&self) -> usize {
        let listening = self.program.listen().await;
        self.assert_kept(&listening).await;
        let client = listening.client();
        until("every click is counted", async || {
            client.get("/readyz").await.json()["waiting_click_bytes"] == 0
        })
        .await;
        listening.stop().await;
        // A stop counts the rest.
        let listening = self.program.listen().await;
        let counted = eventually("the clicks", async || {
            self.clicks(&listening.client()).await
        });
        let counted = counted.await;
        let possible = self.ledger.clicks();
        assert!(
            possible.contains(&counted),
            "{counted} is not in {possible:?}"
        );
        listening.stop().await;
        counted
    }

    async fn clicks(&self, client: &Client) -> Option<usize> {
        let session = crate::client::Session {
            access: self.owner.key.clone(),
            refresh: String::new(),
        };
        let counted = clicks(client, &session, self.owner.followed).await;
        usize::try_from(counted).ok()
    }
}
