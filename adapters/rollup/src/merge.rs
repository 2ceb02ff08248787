//! Rows that are put together with those that lie where they will.

use std::collections::{BTreeMap, HashMap};

use crate::content::{Content, is_readable};
use crate::key::{Address, Key, Row};
use crate::unreadable::Unreadable;

/// What one row will hold.
#[derive(Debug)]
pub(crate) enum Draft<'b> {
    /// Clicks that were put together.
    Content(Content<'b>),
    /// The bytes of another row of the same facet and period.
    Row(Address, &'b [u8]),
}

/// Rows to be written.
#[derive(Debug, Default)]
pub struct Written {
    /// Each in the place of the row of its key, if there is one.
    pub rows: Vec<Row>,
    /// What could not be read. It is among the rows once more, under a key where it is kept and never read.
    pub unreadable: Vec<Unreadable>,
}

impl Written {
    /// Moves a row that nobody can read out of the way.
    pub(crate) fn set_aside(&mut self, address: Address, data: &[u8]) {
        self.rows.push(Row {
            key: address.unreadable(),
            data: data.to_vec(),
        });
        self.unreadable.push(Unreadable::new(address));
    }
}

/// Rows as they were found, by their keys.
pub(crate) fn by_key(found: &[Row]) -> HashMap<Key, &[u8], foldhash::fast::RandomState> {
    found.iter().map(|row| (row.key, &*row.data)).collect()
}

/// The rows of these drafts, each with what was found at its address.
pub(crate) fn merge<'b>(
    drafts: BTreeMap<Address, Draft<'b>>,
    found: &'b [Row],
    written: &mut Written,
) {
    let found = by_key(found);
    for (address, draft) in drafts {
        let key = address.key();
        let old = found.get(&key).copied();
        if let (Draft::Row(_, data), None) = (&draft, old) {
            let data = data.to_vec();
            written.rows.push(Row { key, data });
            continue;
        }
        let content = match draft {
            Draft::Content(content) => content,
            Draft::Row(from, data) => read(from, data, written),
        };
        let old = old.filter(|old| {
            let is_readable = is_readable(address, old);
            if !is_readable {
                written.set_aside(address, old);
            }
            is_readable
        });
        written.rows.push(content.encode(address, old));
    }
}

fn read<'b>(address: Address, data: &'b [u8], written: &mut Written) -> Content<'b> {
    let mut content = Content::default();
    if content.add_row(address, data).is_none() {
        written.set_aside(address, data);
    }
    content
}
