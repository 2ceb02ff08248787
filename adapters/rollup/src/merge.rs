//! Rows that are put together with those that lie where they will.

use std::collections::HashMap;

use crate::content::{Content, is_readable};
use crate::key::{Address, Key, Row};
use crate::unreadable::Unreadable;
use crate::values::Scratch;

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

/// Puts rows together.
pub(crate) struct Merge<'b> {
    found: HashMap<Key, &'b [u8], foldhash::fast::RandomState>,
    pub(crate) written: Written,
    scratch: Scratch,
}

impl<'b> Merge<'b> {
    /// With these rows, where they lie.
    pub(crate) fn new(found: &'b [Row]) -> Self {
        let found = found.iter().map(|row| (row.key, &*row.data));
        Self {
            found: found.collect(),
            written: Written::default(),
            scratch: Scratch::default(),
        }
    }

    /// How many bytes lie at this address.
    pub(crate) fn weight(&self, address: Address) -> usize {
        self.found.get(&address.key()).map_or(0, |old| old.len())
    }

    /// Puts clicks at an address.
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

    /// Puts the bytes of a row of the same facet and period at an address.
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
