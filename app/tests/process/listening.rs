//! A running service.

use std::net::SocketAddr;

use crate::client::{Client, Session};
use crate::program::{Ended, Process};

/// A running service.
pub struct Listening {
    pub process: Process,
    pub address: SocketAddr,
}

impl Listening {
    /// Waits for the line with the listen address.
    pub async fn wait_for(process: Process) -> Self {
        let greeting = |line: &str| line.strip_prefix("Korotko listens on ")?.parse().ok();
        let found = process.stdout.find("the address", greeting);
        let address = found.await;
        Self { process, address }
    }

    /// A client of the service.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// The first verification link on the standard output.
    pub async fn shown_link(&self) -> String {
        let link = |line: &str| Some(line.split_once("verify the address: ")?.1.to_owned());
        self.process.stdout.find("a link", link).await
    }

    /// Registers, verifies with the first printed link, and signs in.
    pub async fn sign_up(&self, email: &str) -> Session {
        let client = self.client();
        client.must_register(email).await;
        client.verify(&self.shown_link().await).await;
        client.sign_in(email).await
    }

    /// Stops the service as a supervisor does.
    pub async fn stop(self) -> Ended {
        self.process.stop().await
    }
}
