//! The cost of parsing, with and without the cache.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a program for developers"
)]

use std::hint::black_box;
use std::time::Instant;

use korotko_useragent::AgentReader;

fn main() {
    let began = Instant::now();
    let reader = AgentReader::new();
    println!(
        "making a reader: {:.1} ms",
        began.elapsed().as_secs_f64() * 1e3
    );

    let real: Vec<&str> = include_str!("../tests/suite/people.txt")
        .lines()
        .filter_map(|line| line.rsplit_once(" | "))
        .map(|(_, header)| header)
        .chain(include_str!("../tests/suite/bots.txt").lines())
        .collect();
    let made_up = |text: &dyn Fn(usize) -> String| (0..50_000).map(text).collect::<Vec<_>>();
    let owned: Vec<String> = real.iter().map(ToString::to_string).collect();
    let changed = made_up(&|round| format!("{} {round}", real[round % real.len()]));
    let noise = made_up(&|round| format!("Mozilla/5.0 (X11; {round}) {}", "Abc/1.0 ".repeat(64)));
    per_answer("warming up", &reader, &owned, 2_000);
    per_answer("hit", &reader, &owned, 2_000_000);
    per_answer(
        "miss, real headers with a changed end",
        &reader,
        &changed,
        50_000,
    );
    per_answer("miss, 512 bytes of noise", &reader, &noise, 50_000);
}

fn per_answer(name: &str, reader: &AgentReader, headers: &[String], rounds: usize) {
    let began = cpu_time();
    for header in headers.iter().cycle().take(rounds) {
        black_box(reader.read(black_box(header.as_bytes())));
    }
    let nanos = (cpu_time() - began) as f64 / rounds as f64;
    println!("{name}: {nanos:.0} ns");
}

/// The CPU time of this thread, in nanoseconds, which excludes other threads.
fn cpu_time() -> u64 {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let first = statistics
        .split(' ')
        .next()
        .and_then(|time| time.parse().ok());
    first.expect("a number")
}
