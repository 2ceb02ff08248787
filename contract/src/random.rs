//! Checks of [`Random`].
#![allow(clippy::unused_async, reason = "every check is called in the same way")]

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use korotko_core::ports::Random;

crate::suite::checks! { $
    /// Creates a test of every check of [`Random`](korotko_core::ports::Random). The argument is called without arguments, once
    /// a test, and returns a future of an `Arc<dyn Random>`.
    random_contract, random:
    the_whole_buffer_is_filled,
    bytes_are_not_repeated,
    bytes_are_not_repeated_in_another_thread,
    one_large_buffer_does_not_repeat_itself,
    every_byte_is_about_equally_likely,
}

pub async fn the_whole_buffer_is_filled(random: &Arc<dyn Random>) {
    for length in [0, 1, 7, 16, 33, 257, 65_537] {
        // A byte that is never written is equal in every round; one that happens to be 0 is not.
        let mut filled = vec![false; length];
        for _ in 0..16 {
            let mut buffer = vec![0; length];
            random.fill(&mut buffer).unwrap();
            for (filled, byte) in filled.iter_mut().zip(&buffer) {
                *filled |= *byte != 0;
            }
        }
        let left = filled.iter().position(|filled| !filled);
        assert_eq!(left, None, "of {length} bytes");
    }
}

fn thousand_samples(random: &dyn Random) -> Vec<[u8; 16]> {
    let sample = |_| {
        let mut bytes = [0; 16];
        random.fill(&mut bytes).unwrap();
        bytes
    };
    (0..1_000).map(sample).collect()
}

fn assert_distinct(samples: &[[u8; 16]]) {
    let distinct: HashSet<_> = samples.iter().collect();
    assert_eq!(distinct.len(), samples.len());
}

pub async fn bytes_are_not_repeated(random: &Arc<dyn Random>) {
    assert_distinct(&thousand_samples(&**random));
}

pub async fn bytes_are_not_repeated_in_another_thread(random: &Arc<dyn Random>) {
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let random = Arc::clone(random);
            thread::spawn(move || thousand_samples(&*random))
        })
        .collect();
    let samples: Vec<_> = threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap())
        .collect();
    assert_distinct(&samples);
}

pub async fn one_large_buffer_does_not_repeat_itself(random: &Arc<dyn Random>) {
    let mut buffer = vec![0; 1 << 20];
    random.fill(&mut buffer).unwrap();
    let (blocks, _) = buffer.as_chunks::<16>();
    assert_distinct(blocks);
}

/// Of 2^20 bytes each value occurs 4,096 times; a deviation of 640 is ten standard deviations.
pub async fn every_byte_is_about_equally_likely(random: &Arc<dyn Random>) {
    let mut buffer = vec![0; 1 << 20];
    random.fill(&mut buffer).unwrap();
    let mut counts = [0_u32; 256];
    for byte in buffer {
        counts[usize::from(byte)] += 1;
    }
    for (byte, count) in counts.into_iter().enumerate() {
        assert!(count.abs_diff(4_096) < 640, "{byte} came {count} times");
    }
}
