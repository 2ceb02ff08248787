//! The program when it answers requests.

use std::net::SocketAddr;

use crate::client::{Client, Session};
use crate::program::{Ended, Process};

/// The program, listening.
pub struct Listening {
    pub process: Process,
    pub address: SocketAddr,
}

impl Listening {
    /// Waits for the line that says where it listens.
    pub async fn wait_for(process: Process) -> Self {
        let greeting = |line: &str| line.strip_prefix("Korotko listens on ")?.parse().ok();
        let found = process.stdout.find("the address", greeting);
        let address = found.await;
        Self { process, address }
    }

    /// Somebody who talks to it.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// The first verification link on the standard output.
    pub async fn shown_link(&self) -> String {
        let link = |line: &str| Some(line.split_once("verify the address: ")?.1.to_owned());
        self.process.stdout.find("a link", link).await
    }

    /// Somebody who registers, confirms by the first link that it shows, and signs in.
    pub async fn sign_up(&self, email: &str) -> Session {
        let client = self.client();
        client.must_register(email).await;
        client.confirm(&self.shown_link().await).await;
        client.sign_in(email).await
    }

    /// Ends it as a supervisor does.
    pub async fn stop(self) -> Ended {
        self.process.stop().await
    }
}
