use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::{CAPACITY, Output};

/// The timeout of a test.
const DEADLINE: Duration = Duration::from_secs(20);

/// A disk with room for some bytes. Without room it fails, or blocks if it stalls.
#[derive(Clone)]
struct Disk(Arc<(Mutex<Content>, Condvar)>);

struct Content {
    bytes: Vec<u8>,
    room: usize,
    stalls: bool,
    /// The number of writes without room.
    tried: usize,
}

impl Disk {
    fn new(room: usize, stalls: bool) -> Self {
        let content = Content {
            bytes: Vec::new(),
            room,
            stalls,
            tried: 0,
        };
        Self(Arc::new((Mutex::new(content), Condvar::new())))
    }

    fn output(&self) -> Output {
        Output::to(Box::new(self.clone()), |lost| format!("{lost} were lost"))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Content) -> T) -> T {
        let changed = change(&mut self.0.0.lock().unwrap());
        self.0.1.notify_all();
        changed
    }

    /// Waits until the content matches.
    fn wait(&self, wanted: impl Fn(&Content) -> bool) -> String {
        let content = self.0.0.lock().unwrap();
        let not_yet = |content: &mut Content| !wanted(content);
        let (content, _) = self
            .0
            .1
            .wait_timeout_while(content, DEADLINE, not_yet)
            .unwrap();
        let text = String::from_utf8_lossy(&content.bytes).into_owned();
        assert!(wanted(&content), "{text}");
        text
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut content = self.0.0.lock().unwrap();
        if content.room == 0 {
            content.tried += 1;
            self.0.1.notify_all();
        }
        if content.room == 0 && content.stalls {
            let full = |content: &mut Content| content.room == 0;
            content = self.0.1.wait_while(content, full).unwrap();
        }
        if content.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(content.room);
        content.bytes.extend_from_slice(&bytes[..taken]);
        content.room -= taken;
        self.0.1.notify_all();
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn ends_with(text: &str) -> impl Fn(&Content) -> bool {
    move |content| content.bytes.ends_with(text.as_bytes())
}

#[test]
fn lines_are_written_in_order_before_the_end() {
    let disk = Disk::new(usize::MAX, false);
    let output = disk.output();
    let lines: Vec<String> = (0..1_000).map(|index| format!("line {index}\n")).collect();
    for line in &lines {
        output.push(line.as_bytes());
    }
    output.finish(DEADLINE);
    assert_eq!(
        disk.change(|content| content.bytes.clone()),
        lines.concat().into_bytes()
    );
}

#[test]
fn lines_lost_by_a_full_disk_are_reported_without_another_line() {
    let disk = Disk::new(10, false);
    let output = disk.output();
    for line in ["one\n", "two\n", "three\n", "four\n", "five\n"] {
        output.push(line.as_bytes());
        output.finish(DEADLINE);
    }
    assert_eq!(disk.wait(|content| content.tried > 0), "one\ntwo\nth");
    disk.change(|content| content.room = usize::MAX);
    let text = disk.wait(ends_with("3 were lost\n"));
    assert_eq!(text, "one\ntwo\nth\n3 were lost\n");
    output.push(b"six\n");
    output.finish(DEADLINE);
    let text = disk.wait(ends_with("six\n"));
    assert_eq!(text, "one\ntwo\nth\n3 were lost\nsix\n");
}

#[test]
fn a_stalled_reader_does_not_block_and_loses_lines_beyond_the_capacity() {
    let disk = Disk::new(0, true);
    let output = disk.output();
    output.push(b"first\n");
    disk.wait(|content| content.tried > 0);
    let line = [[b'x'; 1023].as_slice(), b"\n"].concat();
    for _ in 0..CAPACITY / line.len() + 7 {
        output.push(&line);
    }
    output.finish(Duration::ZERO);
    disk.change(|content| content.room = usize::MAX);
    let text = disk.wait(|content| content.bytes.len() > CAPACITY);
    assert!(text.starts_with("first\n7 were lost\nx"), "{}", &text[..40]);
}
