//! Merges new rows with the rows that exist under the same keys.

use std::collections::HashMap;

use crate::content::{Content, is_readable};
use crate::key::{Address, Key, Row};
use crate::unreadable::Unreadable;
use crate::values::Scratch;

/// Rows to write.
#[derive(Debug, Default)]
pub struct Written {
    /// Each replaces the row that has its key.
    pub rows: Vec<Row>,
    /// The rows that could not be read. Each is among the rows to write, under a key that is never read.
    pub unreadable: Vec<Unreadable>,
}

impl Written {
    /// The partitions of the rows to write, in any order.
    pub fn partitions(&self) -> impl Iterator<Item = i64> {
        self.rows.iter().map(|row| row.key.partition)
    }

    /// Moves an unreadable row out of the way.
    pub(crate) fn set_aside(&mut self, address: Address, data: &[u8]) {
        self.rows.push(Row {
            key: address.unreadable(),
            data: data.to_vec(),
        });
        self.unreadable.push(Unreadable::new(address));
    }
}

/// Merges rows.
pub(crate) struct Merge<'b> {
    found: HashMap<Key, &'b [u8], foldhash::fast::RandomState>,
    pub(crate) written: Written,
    scratch: Scratch,
}

impl<'b> Merge<'b> {
    /// Merges with these existing rows.
    pub(crate) fn new(found: &'b [Row]) -> Self {
        let found = found.iter().map(|row| (row.key, &*row.data));
        Self {
            found: found.collect(),
            written: Written::default(),
            scratch: Scratch::default(),
        }
    }

    /// The size in bytes of the row at this address.
    pub(crate) fn weight(&self, address: Address) -> usize {
        self.found.get(&address.key()).map_or(0, |old| old.len())
    }

    /// Adds clicks at an address.
    pub(crate) fn put(&mut self, address: Address, content: Content<'b>) {
        let old = self.found.get(&address.key()).copied();
        let old = old.filter(|old| {
            let is_readable = is_readable(address, old);
            if !is_readable {
                self.written.set_aside(address, old);
            }
            is_readable
        });
        self.written
            .rows
            .push(content.encode(address, old, &mut self.scratch));
    }

    /// Adds the bytes of a row of the same facet and period at an address.
    pub(crate) fn put_row(&mut self, address: Address, from: Address, data: &'b [u8]) {
        let key = address.key();
        if !self.found.contains_key(&key) {
            let data = data.to_vec();
            self.written.rows.push(Row { key, data });
            return;
        }
        let mut content = Content::default();
        if content.add_row(from, data).is_none() {
            self.written.set_aside(from, data);
        }
        self.put(address, content);
    }
}
