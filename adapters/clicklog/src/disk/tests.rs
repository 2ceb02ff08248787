//! Full and broken disks.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::DateTime;
use korotko_core::click::{Agent, Click, ClickKind};
use korotko_core::id::LinkId;
use korotko_core::ports::ClickLogId;

use super::writer::Append;
use super::{Segment, Slots, WriteError, Writer};
use crate::format::{Decoder, MIN_RECORD, Next, Record, header};

/// A file on a disk with little space.
#[derive(Debug, Clone, Default)]
struct SmallDisk(Arc<Mutex<Content>>);

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    /// The most bytes it may have.
    room: usize,
    cannot_truncate: bool,
    interrupts: u32,
}

impl SmallDisk {
    fn with_room(room: usize) -> Self {
        let disk = Self::default();
        disk.change(|content| content.room = room);
        disk
    }

    fn change(&self, change: impl FnOnce(&mut Content)) {
        change(&mut self.0.lock().unwrap());
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().bytes.clone()
    }
}

impl Append for SmallDisk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut content = self.0.lock().unwrap();
        if content.interrupts > 0 {
            content.interrupts -= 1;
            return Err(ErrorKind::Interrupted.into());
        }
        let written = bytes.len().min(content.room - content.bytes.len());
        if written == 0 {
            return Err(ErrorKind::StorageFull.into());
        }
        content.bytes.extend_from_slice(&bytes[..written]);
        Ok(written)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let mut content = self.0.lock().unwrap();
        if content.cannot_truncate {
            return Err(ErrorKind::Other.into());
        }
        // The header is not on this disk.
        let length = usize::try_from(length - header::END).unwrap();
        content.bytes.truncate(length);
        Ok(())
    }
}

/// A record of minimum length for the link with this number.
fn record(link: i64) -> Record {
    Record::from_click(&Click {
        at: DateTime::UNIX_EPOCH,
        link: LinkId(link),
        kind: ClickKind::Human,
        referrer: None,
        agent: Arc::new(Agent::default()),
        language: None,
        visitor: None,
    })
}

impl SmallDisk {
    /// The number of each record, and of its link.
    fn records(&self) -> Vec<(u32, i64)> {
        let bytes = self.bytes();
        let mut decoder = Decoder::new(&bytes);
        let mut records = Vec::new();
        while let Next::Click(number, click) = decoder.next() {
            records.push((number, click.link.0));
        }
        assert_eq!(bytes.len(), records.len() * MIN_RECORD);
        records
    }
}

fn slots(disks: &[&SmallDisk]) -> (Slots<SmallDisk>, Vec<Arc<Segment>>) {
    let slots = Slots::new(disks.len());
    let mut segments = Vec::new();
    for (number, disk) in disks.iter().enumerate() {
        let segment = Arc::new(Segment::new(
            ClickLogId(1),
            PathBuf::new(),
            tempfile::tempfile().unwrap(),
        ));
        segments.push(Arc::clone(&segment));
        slots.replace(number, Some(Writer::new((*disk).clone(), segment)));
    }
    (slots, segments)
}

#[test]
fn a_full_disk_leaves_no_partial_record_and_writing_continues_later() {
    let disk = SmallDisk::with_room(2 * MIN_RECORD + 5);
    let (slots, segments) = slots(&[&disk]);
    slots.write(&mut record(1)).unwrap();
    slots.write(&mut record(2)).unwrap();
    for _ in 0..3 {
        let refused = slots.write(&mut record(3)).unwrap_err();
        assert!(matches!(refused, WriteError::Refused(_)), "{refused:?}");
        assert_eq!(disk.records(), [(0, 1), (1, 2)]);
    }
    disk.change(|content| content.room = 3 * MIN_RECORD);
    slots.write(&mut record(4)).unwrap();
    assert_eq!(disk.records(), [(0, 1), (1, 2), (2, 4)]);
    assert_eq!(segments[0].end(), header::END + 3 * MIN_RECORD as u64);
}

#[test]
fn a_partial_record_that_cannot_be_removed_closes_the_file() {
    let disk = SmallDisk::with_room(MIN_RECORD + 5);
    disk.change(|content| content.cannot_truncate = true);
    let (slots, segments) = slots(&[&disk]);
    slots.write(&mut record(1)).unwrap();
    let torn = slots.write(&mut record(2)).unwrap_err();
    assert!(matches!(torn, WriteError::Torn(_)), "{torn:?}");
    assert!(segments[0].is_closed());
    assert_eq!(segments[0].end(), header::END + MIN_RECORD as u64);

    disk.change(|content| content.room = 1000);
    let none = slots.write(&mut record(3)).unwrap_err();
    assert!(matches!(none, WriteError::NoFile), "{none:?}");
    assert_eq!(disk.bytes().len(), MIN_RECORD + 5);
}

#[test]
fn a_thread_whose_file_is_closed_writes_to_another() {
    let (broken, good) = (SmallDisk::with_room(5), SmallDisk::with_room(1000));
    broken.change(|content| content.cannot_truncate = true);
    // Whichever slot this thread prefers, it uses the broken one first or never.
    for disks in [[&broken, &good], [&good, &broken]] {
        let (slots, _) = slots(&disks);
        let _first: Result<(), WriteError> = slots.write(&mut record(1));
        let before = good.bytes().len();
        slots.write(&mut record(2)).unwrap();
        assert_eq!(good.bytes().len(), before + MIN_RECORD);
    }
}

#[test]
fn an_interrupted_write_is_retried() {
    let disk = SmallDisk::with_room(MIN_RECORD);
    disk.change(|content| content.interrupts = 2);
    slots(&[&disk]).0.write(&mut record(1)).unwrap();
    assert_eq!(disk.records(), [(0, 1)]);
}
