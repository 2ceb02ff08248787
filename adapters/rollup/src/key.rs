//! Keys. A row that is going to be merged is in the partition of the period it is merged into, next to the rows of all other
//! subjects; so a completed period is read and deleted from one end to the other. A settled row is in the partition of its
//! subject.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use korotko_core::click::Day;
use korotko_core::id::{LinkId, UserId};

use crate::facet::Facet;
use crate::period::{BLOCK, DAY, EIGHTH, EIGHTHS, HOUR};

/// The owner of the clicks that a row adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A link.
    Link(LinkId),
    /// A user: the clicks of all links that the user has or had.
    Owner(UserId),
}

/// The key by which a store sorts and finds rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition; negative for settled rows.
    pub partition: i64,
    /// The position within the partition.
    pub sort: i64,
}

/// All keys of a partition from one position to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// The partition.
    pub partition: i64,
    /// The positions, both ends included.
    pub sort: RangeInclusive<i64>,
}

/// A range for each of these keys.
#[must_use]
pub fn ranges_of(keys: &[Key]) -> Vec<KeyRange> {
    let range = |key: &Key| KeyRange {
        partition: key.partition,
        sort: key.sort..=key.sort,
    };
    keys.iter().map(range).collect()
}

/// A row. A store does not need to know its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: Key,
    /// The content.
    pub data: Vec<u8>,
}

/// The period and the facet of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// An hour, all facets; merged when its day is over.
    Hour(i64),
    /// A day; merged when its eighth is over.
    Day(Facet, i64),
    /// An eighth of a block; merged when its block is over.
    Eighth(Facet, i64),
    /// Settled: an eighth for facets of values, a block for the others.
    Settled(Facet, i64),
}

/// A decoded [`Key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Address {
    pub(crate) subject: Subject,
    pub(crate) level: Level,
}

/// The number of bits after the subject in a position of a period's partition.
const SLOT_BITS: u32 = 10;

/// The number of bits after the facet among these.
const EIGHTH_BITS: u32 = 3;

/// The number of bits after the facet in a position of a subject's partition.
const PERIOD_BITS: u32 = 40;

const DAY_HOURS: i64 = DAY / HOUR;

/// Larger than any id of a link or user.
const MAX_ID: i64 = 1 << 50;

/// The number of kinds of periods' partitions; a partition's number is `period * KINDS + kind`.
const KINDS: i64 = 4;

/// The facet code under which unreadable rows are kept.
const UNREADABLE: i64 = 127;

/// A partition of rows that are merged when a period is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Partition {
    /// A day's partition: rows of hours.
    Day(i64),
    /// An eighth's partition: rows of days.
    Eighth(i64),
    /// A block's partition: rows of eighths.
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

    /// The positions of a subject between two slots.
    pub(crate) fn slots(self, subject: Subject, slots: RangeInclusive<i64>) -> KeyRange {
        let first = subject.number() << SLOT_BITS;
        KeyRange {
            partition: self.number(),
            sort: first | slots.start()..=first | slots.end(),
        }
    }

    /// All positions of a subject.
    pub(crate) fn all_slots(self, subject: Subject) -> KeyRange {
        self.slots(subject, 0..=(1 << SLOT_BITS) - 1)
    }
}

impl Subject {
    /// The link, unless the subject is a user.
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

    /// The partition of the subject's settled rows.
    fn partition(self) -> i64 {
        -1 - self.number()
    }

    /// The positions of a facet's settled rows in these periods.
    pub(crate) fn settled(self, facet: Facet, periods: RangeInclusive<i64>) -> KeyRange {
        let first = facet.code() << PERIOD_BITS;
        KeyRange {
            partition: self.partition(),
            sort: first | periods.start().max(&0)..=first | periods.end().max(&0),
        }
    }

    /// All rows of the subject. `partitions` are the partitions of periods that have rows.
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
        match self.level {
            Level::Hour(hour) => {
                let day = Partition::Day(hour.div_euclid(DAY_HOURS));
                in_partition(day, hour.rem_euclid(DAY_HOURS))
            }
            Level::Day(facet, day) => {
                let eighth = Partition::Eighth(day.div_euclid(EIGHTH / DAY));
                in_partition(eighth, slot(facet, day))
            }
            Level::Eighth(facet, eighth) => {
                let block = Partition::Block(eighth.div_euclid(EIGHTHS));
                in_partition(block, slot(facet, eighth))
            }
            Level::Settled(facet, period) => Key {
                partition: self.subject.partition(),
                sort: (facet.code() << PERIOD_BITS) | period,
            },
        }
    }

    /// `None` for a key that no address has.
    pub(crate) fn from_key(key: Key) -> Option<Self> {
        if key.partition < 0 {
            let subject = Subject::from_number(-1 - key.partition);
            let facet = Facet::from_code(key.sort >> PERIOD_BITS)?;
            let level = Level::Settled(facet, key.sort & ((1 << PERIOD_BITS) - 1));
            return Some(Self { subject, level });
        }
        let subject = Subject::from_number(key.sort >> SLOT_BITS);
        let slot = key.sort & ((1 << SLOT_BITS) - 1);
        let facet = Facet::from_code(slot >> EIGHTH_BITS);
        let part = slot & (EIGHTHS - 1);
        let level = match Partition::from_number(key.partition)? {
            Partition::Day(day) => Level::Hour(day * DAY_HOURS + slot),
            Partition::Eighth(eighth) => Level::Day(facet?, eighth * EIGHTHS + part),
            Partition::Block(block) => Level::Eighth(facet?, block * EIGHTHS + part),
        };
        Some(Self { subject, level })
    }

    /// The key under which an unreadable row is kept: in the partition of its subject, so that it is deleted with the subject.
    pub(crate) fn unreadable(self) -> Key {
        let key = self.key();
        let (which, part) = match self.level {
            Level::Settled(facet, period) => ((facet.code() << 20) | period, 1),
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

    /// The quarter hours of the period.
    pub(crate) fn quarters(self) -> Range<i64> {
        let (period, length) = match self.level {
            Level::Hour(hour) => (hour, HOUR),
            Level::Day(_, day) => (day, DAY),
            Level::Eighth(_, eighth) | Level::Settled(Facet::Values(_), eighth) => (eighth, EIGHTH),
            Level::Settled(_, block) => (block, BLOCK),
        };
        let first = period.saturating_mul(length);
        first..first.saturating_add(length)
    }

    /// The facet of the row.
    pub(crate) fn facet(self) -> Facet {
        match self.level {
            Level::Hour(_) => Facet::Whole,
            Level::Day(facet, _) | Level::Eighth(facet, _) | Level::Settled(facet, _) => facet,
        }
    }
}

impl Facet {
    /// The first position of the facet among those of a subject in a period's partition.
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
        match self.level {
            Level::Hour(hour) => write!(f, ", hour {hour}, {facet}"),
            Level::Day(_, day) => write!(f, ", day {day}, {facet}"),
            Level::Eighth(_, eighth) => write!(f, ", eighth {eighth}, {facet}"),
            Level::Settled(Facet::Values(_), eighth) => {
                write!(f, ", settled eighth {eighth}, {facet}")
            }
            Level::Settled(_, block) => write!(f, ", block {block}, {facet}"),
        }
    }
}
