//! What must hold for any header: a function that panics if it does not. The tests call it with inputs near those of `fuzz/corpus`,
//! and the target in `fuzz` with whatever reaches new code.
#![allow(clippy::missing_panics_doc, reason = "test code")]

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use korotko_core::click::AgentClass;

use crate::AgentReader;

/// More names than any table has.
const MAX_NAMES: usize = 90;

static READER: LazyLock<AgentReader> = LazyLock::new(AgentReader::new);
static NAMES: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// A header is parsed the same with and without the cache, whatever follows its first bytes, and has names of the tables alone.
pub fn user_agent(input: &[u8]) {
    let agent = READER.read(input);
    let first = &input[..input.len().min(AgentReader::MAX_BYTES)];
    assert_eq!(*agent, READER.parse(first));
    assert_eq!(READER.read(input), agent);
    if first.len() == AgentReader::MAX_BYTES {
        assert_eq!(READER.read(&[first, b"Googlebot/2.1"].concat()), agent);
    }
    if agent.class != AgentClass::Person {
        assert_eq!((&*agent.browser, &*agent.os), ("", ""));
    }
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    for name in [&agent.browser, &agent.os] {
        if !names.contains(name) {
            names.insert(name.clone());
        }
    }
    assert!(names.len() <= MAX_NAMES, "{names:?}");
}

#[cfg(test)]
mod tests {
    korotko_testkit::fuzzed!(user_agent);
}
