//! Inputs of the targets in `fuzz`, for the normal tests.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;

/// The folder of the corpora, one for each target.
const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus");

/// How many inputs are tried beside the corpus.
const CASES: u32 = 1_000;

/// Defines a test for each target of this name, whose function is in the parent module.
#[macro_export]
macro_rules! fuzzed {
    ($($target:ident),+ $(,)?) => {$(
        #[test]
        fn $target() {
            $crate::try_inputs(stringify!($target), super::$target);
        }
    )+};
}

/// A change to an input.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
}

/// Calls the function of a target with its corpus, with changed inputs of it, and with any bytes. It panics at a bad one.
pub fn try_inputs(target: &str, holds: fn(&[u8])) {
    let corpus = corpus(target);
    for input in &corpus {
        holds(input);
    }
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(CASES)
    };
    let tried = TestRunner::new(config).run(&inputs(corpus), |input| {
        holds(&input);
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{target}: {failure}"));
}

/// The inputs that are committed for a target.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(CORPORA).join(target);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Beginnings of one input of the corpus with the end of another, changed; and any bytes.
fn inputs(corpus: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changes = vec(changes(), 0..4);
    let (one, other) = (select(corpus.clone()), select(corpus));
    let cut = proptest::option::weighted(0.2, any::<(Index, Index)>());
    let changed = (one, other, cut, changes).prop_map(|(one, other, cut, changes)| {
        let whole = match cut {
            None => one,
            Some((end, start)) => {
                let (end, start) = (place(end, &one), place(start, &other));
                [&one[..end], &other[start..]].concat()
            }
        };
        changes.iter().fold(whole, change)
    });
    prop_oneof![4 => changed, 1 => vec(any::<u8>(), 0..200)]
}

fn changes() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 1..=u8::MAX).prop_map(|(at, bits)| Change::Flip(at, bits)),
        (at(), vec(any::<u8>(), 1..9)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), 1..9_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (at(), 1..40_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
    ]
}

fn change(mut input: Vec<u8>, change: &Change) -> Vec<u8> {
    match change {
        Change::Flip(at, bits) if !input.is_empty() => {
            let at = at.index(input.len());
            input[at] ^= bits;
        }
        Change::Flip(..) => {}
        Change::Insert(at, bytes) => {
            let at = place(*at, &input);
            input.splice(at..at, bytes.iter().copied());
        }
        Change::Remove(at, length) => {
            let at = place(*at, &input);
            input.drain(at..input.len().min(at + length));
        }
        Change::Repeat(at, length) => {
            let at = place(*at, &input);
            let part = input[at..input.len().min(at + length)].to_vec();
            input.splice(at..at, part);
        }
    }
    input
}

/// A place between two bytes.
fn place(at: Index, input: &[u8]) -> usize {
    at.index(input.len() + 1)
}
