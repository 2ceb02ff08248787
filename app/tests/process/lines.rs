//! The output of a process, line by line.

use std::io::{BufRead, BufReader, Read};
use std::thread::{self, JoinHandle};

use tokio::sync::watch;

use crate::program::DEADLINE;

/// The lines of an output of a process, read by a thread so that the process never waits for a reader.
pub struct Lines {
    read: watch::Receiver<Vec<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Lines {
    pub fn new(output: impl Read + Send + 'static) -> Self {
        let (write, read) = watch::channel(Vec::new());
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n') {
                let Ok(line) = line else { return };
                let line = String::from_utf8_lossy(&line).into_owned();
                write.send_modify(|lines| lines.push(line));
            }
        });
        Self {
            read,
            reader: Some(reader),
        }
    }

    /// All lines so far.
    pub fn so_far(&self) -> Vec<String> {
        self.read.borrow().clone()
    }

    /// The first result of `wanted` for a line; fails the test if there is none before the end of the output or
    /// the deadline.
    pub async fn find<T>(&self, what: &str, wanted: impl Fn(&str) -> Option<T>) -> T {
        let mut read = self.read.clone();
        let found = |lines: &Vec<String>| lines.iter().find_map(|line| wanted(line));
        let come = read.wait_for(|lines| found(lines).is_some());
        let lines = match tokio::time::timeout(DEADLINE, come).await {
            Ok(Ok(lines)) => lines.clone(),
            _ => self.so_far(),
        };
        found(&lines).unwrap_or_else(|| panic!("{what} was not written: {lines:#?}"))
    }

    /// The complete output of an ended process.
    pub fn whole(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader does not panic");
        }
        self.read.borrow().join("\n")
    }
}
