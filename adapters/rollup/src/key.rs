//! Keys: which clicks a row has. A row that will be merged lies in the partition of the period that it will be merged into, beside
//! the rows of all other subjects, so that a period that is complete is read and emptied from one end to the other. A row that is
//! settled lies in the partition of its subject.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use korotko_core::click::Day;
use korotko_core::id::{LinkId, UserId};

use crate::facet::Facet;
use crate::period::{BLOCK, DAY, EIGHTH, EIGHTHS, HOUR};

/// Whose clicks are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Those of a link.
    Link(LinkId),
    /// Those of all links that a user has or had.
    Owner(UserId),
}

/// What a store orders rows by, and finds them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Below zero for what is settled.
    pub partition: i64,
    /// The place within the partition.
    pub sort: i64,
}

/// All keys of one partition from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// Of which partition.
    pub partition: i64,
    /// Which places, both ends included.
    pub sort: RangeInclusive<i64>,
}

/// The ranges of these keys alone.
#[must_use]
pub fn ranges_of(keys: &[Key]) -> Vec<KeyRange> {
    let range = |key: &Key| KeyRange {
        partition: key.partition,
        sort: key.sort..=key.sort,
    };
    keys.iter().map(range).collect()
}

/// A row as a store keeps it, which need not know what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which it is.
    pub key: Key,
    /// What it holds.
    pub data: Vec<u8>,
}

/// What a row has clicks of, beside its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// An hour, all facets; merged when its day is over.
    Hour(i64),
    /// A day; merged when its eighth of a block is over.
    Day(Facet, i64),
    /// An eighth of a block; merged when the block is over.
    Eighth(Facet, i64),
    /// Settled: of an eighth where the facet is of values, else of a block.
    Settled(Facet, i64),
}

/// A [`Key`] that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Address {
    pub(crate) subject: Subject,
    pub(crate) place: Place,
}

/// How many bits of a place in a partition of a period come behind the subject.
const SLOT_BITS: u32 = 10;

/// How many bits of these come behind the facet.
const EIGHTH_BITS: u32 = 3;

/// How many bits of a place in a subject's partition come behind the facet.
const PERIOD_BITS: u32 = 40;

const DAY_HOURS: i64 = DAY / HOUR;

/// More links or users than there will ever be.
const MAX_ID: i64 = 1 << 50;

/// The partitions of periods are of one of these kinds, the number of which is added to four times the period.
const KINDS: i64 = 4;

/// The facet under which rows lie that nobody can read.
const UNREADABLE: i64 = 127;

/// A partition of rows that are to be merged when a period is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Partition {
    /// Rows of hours, of a day.
    Day(i64),
    /// Rows of days, of an eighth.
    Eighth(i64),
    /// Rows of eighths, of a block.
    Block(i64),
}

impl Partition {
    pub(crate) fn from_number(number: i64) -> Option<Self> {
        let period = number.div_euclid(KINDS);
        match number.rem_euclid(KINDS) {
            _ if number < 0 => None,
            0 => Some(Self::Day(period)),
            1 => Some(Self::Eighth(period)),
            2 => Some(Self::Block(period)),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Day(day) => day * KINDS,
            Self::Eighth(eighth) => eighth * KINDS + 1,
            Self::Block(block) => block * KINDS + 2,
        }
    }

    /// The first day after its period.
    pub(crate) fn end(self) -> Day {
        let (period, length) = match self {
            Self::Day(day) => (day, DAY),
            Self::Eighth(eighth) => (eighth, EIGHTH),
            Self::Block(block) => (block, BLOCK),
        };
        Day((period + 1) * length / DAY)
    }

    /// The places of one subject from one slot to another.
    pub(crate) fn slots(self, subject: Subject, slots: RangeInclusive<i64>) -> KeyRange {
        let first = subject.number() << SLOT_BITS;
        KeyRange {
            partition: self.number(),
            sort: first | slots.start()..=first | slots.end(),
        }
    }

    /// All places of one subject.
    pub(crate) fn all_slots(self, subject: Subject) -> KeyRange {
        self.slots(subject, 0..=(1 << SLOT_BITS) - 1)
    }
}

impl Subject {
    /// The link, if it is one.
    #[must_use]
    pub fn link(self) -> Option<LinkId> {
        match self {
            Self::Link(link) => Some(link),
            Self::Owner(_) => None,
        }
    }

    fn number(self) -> i64 {
        let (id, kind) = match self {
            Self::Link(LinkId(id)) => (id, 0),
            Self::Owner(UserId(id)) => (id, 1),
        };
        id.clamp(0, MAX_ID) * 2 + kind
    }

    fn from_number(number: i64) -> Self {
        match number % 2 {
            0 => Self::Link(LinkId(number / 2)),
            _ => Self::Owner(UserId(number / 2)),
        }
    }

    /// Where all that is settled of it lies.
    fn partition(self) -> i64 {
        -1 - self.number()
    }

    /// The settled places of a facet, of these periods.
    pub(crate) fn settled(self, facet: Facet, periods: RangeInclusive<i64>) -> KeyRange {
        let first = facet.code() << PERIOD_BITS;
        KeyRange {
            partition: self.partition(),
            sort: first | periods.start().max(&0)..=first | periods.end().max(&0),
        }
    }

    /// All its rows, where these are the partitions of periods that have any.
    #[must_use]
    pub fn all(self, partitions: &[i64]) -> Vec<KeyRange> {
        let settled = KeyRange {
            partition: self.partition(),
            sort: 0..=i64::MAX,
        };
        let periods = partitions
            .iter()
            .filter_map(|it| Partition::from_number(*it));
        let periods = periods.map(|partition| partition.all_slots(self));
        periods.chain([settled]).collect()
    }
}

impl Address {
    pub(crate) fn key(self) -> Key {
        let in_partition = |partition: Partition, slot: i64| Key {
            partition: partition.number(),
            sort: (self.subject.number() << SLOT_BITS) | slot,
        };
        let slot = |facet: Facet, period: i64| facet.slot() | period.rem_euclid(EIGHTHS);
        match self.place {
            Place::Hour(hour) => {
                let day = Partition::Day(hour.div_euclid(DAY_HOURS));
                in_partition(day, hour.rem_euclid(DAY_HOURS))
            }
            Place::Day(facet, day) => {
                let eighth = Partition::Eighth(day.div_euclid(EIGHTH / DAY));
                in_partition(eighth, slot(facet, day))
            }
            Place::Eighth(facet, eighth) => {
                let block = Partition::Block(eighth.div_euclid(EIGHTHS));
                in_partition(block, slot(facet, eighth))
            }
            Place::Settled(facet, period) => Key {
                partition: self.subject.partition(),
                sort: (facet.code() << PERIOD_BITS) | period,
            },
        }
    }

    /// `None` for a key that is none of ours.
    pub(crate) fn from_key(key: Key) -> Option<Self> {
        if key.partition < 0 {
            let subject = Subject::from_number(-1 - key.partition);
            let facet = Facet::from_code(key.sort >> PERIOD_BITS)?;
            let place = Place::Settled(facet, key.sort & ((1 << PERIOD_BITS) - 1));
            return Some(Self { subject, place });
        }
        let subject = Subject::from_number(key.sort >> SLOT_BITS);
        let slot = key.sort & ((1 << SLOT_BITS) - 1);
        let facet = Facet::from_code(slot >> EIGHTH_BITS);
        let part = slot & (EIGHTHS - 1);
        let place = match Partition::from_number(key.partition)? {
            Partition::Day(day) => Place::Hour(day * DAY_HOURS + slot),
            Partition::Eighth(eighth) => Place::Day(facet?, eighth * EIGHTHS + part),
            Partition::Block(block) => Place::Eighth(facet?, block * EIGHTHS + part),
        };
        Some(Self { subject, place })
    }

    /// Where a row that nobody can read is kept out of the way: with its subject, so that it goes with it.
    pub(crate) fn unreadable(self) -> Key {
        let key = self.key();
        let (which, part) = match self.place {
            Place::Settled(facet, period) => ((facet.code() << 20) | period, 1),
            _ => (
                (key.partition << SLOT_BITS) | (key.sort & ((1 << SLOT_BITS) - 1)),
                0,
            ),
        };
        Key {
            partition: self.subject.partition(),
            sort: (UNREADABLE << PERIOD_BITS) | ((which << 1 | part) & ((1 << PERIOD_BITS) - 1)),
        }
    }

    /// The quarters of its period.
    pub(crate) fn quarters(self) -> Range<i64> {
        let (period, length) = match self.place {
            Place::Hour(hour) => (hour, HOUR),
            Place::Day(_, day) => (day, DAY),
            Place::Eighth(_, eighth) | Place::Settled(Facet::Values(_), eighth) => (eighth, EIGHTH),
            Place::Settled(_, block) => (block, BLOCK),
        };
        let first = period.saturating_mul(length);
        first..first.saturating_add(length)
    }

    /// What the row has of a day's clicks.
    pub(crate) fn facet(self) -> Facet {
        match self.place {
            Place::Hour(_) => Facet::Whole,
            Place::Day(facet, _) | Place::Eighth(facet, _) | Place::Settled(facet, _) => facet,
        }
    }
}

impl Facet {
    /// Where its places begin within those of a subject in a partition of a period.
    pub(crate) fn slot(self) -> i64 {
        self.code() << EIGHTH_BITS
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subject {
            Subject::Link(link) => write!(f, "link {link}")?,
            Subject::Owner(user) => write!(f, "user {user}")?,
        }
        let facet = self.facet();
        match self.place {
            Place::Hour(hour) => write!(f, ", hour {hour}, {facet}"),
            Place::Day(_, day) => write!(f, ", day {day}, {facet}"),
            Place::Eighth(_, eighth) => write!(f, ", eighth {eighth}, {facet}"),
            Place::Settled(Facet::Values(_), eighth) => {
                write!(f, ", settled eighth {eighth}, {facet}")
            }
            Place::Settled(_, block) => write!(f, ", block {block}, {facet}"),
        }
    }
}
