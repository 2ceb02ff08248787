use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

/// The stage of a session at which a reply is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// When the connection is made.
    Greeting,
    /// After EHLO or HELO.
    Ehlo,
    /// After AUTH, when the credentials are known.
    Auth,
    /// After MAIL.
    Mail,
    /// After RCPT.
    Rcpt,
    /// After DATA, before the content.
    Data,
    /// After the content, before the mail is accepted.
    EndOfData,
    /// After the mail was accepted, before the sender learns of it.
    Stored,
}

/// A scripted deviation.
#[derive(Debug, Clone)]
pub(super) enum Cue {
    Reply(String),
    HangUp,
    Stall,
}

/// The cues of each stage, each with its remaining number of uses.
#[derive(Debug, Default)]
pub(super) struct Script(Mutex<HashMap<Stage, VecDeque<(Cue, usize)>>>);

impl Script {
    pub(super) fn reply(&self, stage: Stage, reply: &str, times: usize) {
        self.add(stage, Cue::Reply(reply.to_owned()), times);
    }

    pub(super) fn hang_up(&self, stage: Stage, times: usize) {
        self.add(stage, Cue::HangUp, times);
    }

    pub(super) fn stall(&self, stage: Stage, times: usize) {
        self.add(stage, Cue::Stall, times);
    }

    /// Forgets all cues.
    pub(super) fn clear(&self) {
        self.0.lock().expect("not poisoned").clear();
    }

    /// The next cue of this stage, used once.
    pub(super) fn next(&self, stage: Stage) -> Option<Cue> {
        let mut cues = self.0.lock().expect("not poisoned");
        let queue = cues.get_mut(&stage)?;
        let (cue, times) = queue.front_mut()?;
        let cue = cue.clone();
        *times -= 1;
        if *times == 0 {
            queue.pop_front();
        }
        Some(cue)
    }

    fn add(&self, stage: Stage, cue: Cue, times: usize) {
        if times > 0 {
            let mut cues = self.0.lock().expect("not poisoned");
            cues.entry(stage).or_default().push_back((cue, times));
        }
    }
}
