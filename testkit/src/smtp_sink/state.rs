use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use tokio::sync::watch;

use super::received_mail::ReceivedMail;
use super::script::Script;

/// The shared state of the sessions.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) script: Script,
    pub(super) eight_bit: AtomicBool,
    pub(super) utf8: AtomicBool,
    pub(super) max_bytes: AtomicUsize,
    pub(super) connections: AtomicUsize,
    pub(super) stalled: AtomicUsize,
    pub(super) commands: watch::Sender<Vec<String>>,
    pub(super) credentials: Mutex<Vec<(String, String)>>,
    pub(super) mails: watch::Sender<Vec<ReceivedMail>>,
}

impl State {
    pub(super) fn record_command(&self, verb: &str) {
        let verb = verb.to_owned();
        self.commands.send_modify(|commands| commands.push(verb));
    }

    pub(super) fn record_credentials(&self, credentials: (String, String)) {
        let mut known = self.credentials.lock().expect("not poisoned");
        known.push(credentials);
    }
}
