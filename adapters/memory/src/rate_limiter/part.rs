use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use korotko_core::ports::Timestamp;
use korotko_core::rate_limit::Quota;

/// One of so many keys is forgotten at once, so that looking for them costs little for each.
const FORGOTTEN_SHARE: usize = 16;

/// The smallest number of keys of a map: as many as fit into 32 slots.
const MIN_ROOM: usize = 28;

/// The keys with what is used of them.
type Levels = HashMap<u64, Level, BuildHasherDefault<AsItIs>>;

/// A part of the table, which grows up to its room.
pub(super) struct Part {
    levels: Levels,
    /// When the bucket is full again that new keys with this quota share.
    shared: HashMap<Quota, Timestamp>,
    room: usize,
    /// How many keys must ask for room before it is looked for again.
    skips: usize,
}

/// What is used of a bucket. The times are microseconds since 1970: with the key, 24 bytes.
#[derive(Clone, Copy)]
struct Level {
    full_at: i64,
    /// When a use is left.
    free_at: i64,
}

impl Level {
    fn new(quota: Quota, full_at: Timestamp) -> Self {
        let free_at = full_at - quota.period() + quota.interval();
        Self {
            full_at: full_at.timestamp_micros(),
            free_at: free_at.timestamp_micros(),
        }
    }
}

impl Part {
    pub(super) fn new(room: usize) -> Self {
        Self {
            levels: Levels::default(),
            shared: HashMap::new(),
            room: room.max(MIN_ROOM),
            skips: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.levels.len()
    }

    pub(super) fn room(&self) -> usize {
        self.room
    }

    /// The size of the slots, each with a byte of control, of which seven of eight are used.
    pub(super) fn bytes(&self) -> usize {
        let slots = (self.levels.capacity() * 8 / 7).next_power_of_two();
        let own = slots * (size_of::<(u64, Level)>() + 1);
        own + self.shared.capacity() * size_of::<(Quota, Timestamp)>()
    }

    /// When the bucket of a key is full again; `None` if nobody used it. Makes room for it. A new key inherits what is used of the
    /// shared bucket: whoever was limited by it still is when there is room again.
    pub(super) fn find(&mut self, key: u64, quota: Quota, now: Timestamp) -> Option<Timestamp> {
        if let Some(level) = self.levels.get(&key) {
            return Timestamp::from_timestamp_micros(level.full_at);
        }
        if !self.has_room() && self.skips == 0 {
            self.make_room(now.timestamp_micros());
        }
        if !self.has_room() {
            self.skips = self.skips.saturating_sub(1);
        }
        self.shared.get(&quota).copied()
    }

    /// Writes what is used of a key, for which [`find`](Self::find) looked for room.
    pub(super) fn insert(&mut self, key: u64, quota: Quota, full_at: Timestamp) {
        if let Some(level) = self.levels.get_mut(&key) {
            *level = Level::new(quota, full_at);
        } else if self.has_room() {
            self.levels.insert(key, Level::new(quota, full_at));
        } else {
            self.shared.insert(quota, full_at);
        }
    }

    pub(super) fn remove(&mut self, key: u64) {
        self.levels.remove(&key);
    }

    /// Removes the keys that are full again; returns how many.
    pub(super) fn remove_full(&mut self, now: Timestamp) -> usize {
        self.shared.retain(|_, full_at| *full_at > now);
        let now = now.timestamp_micros();
        let (before, left) = (self.len(), self.in_use(now));
        if left < before {
            self.rebuild(left, |level| level.full_at > now);
        }
        before - left
    }

    /// The number of keys that are not full.
    fn in_use(&self, now: i64) -> usize {
        let levels = self.levels.values();
        levels.filter(|level| level.full_at > now).count()
    }

    /// Whether a key can be inserted without the map growing by itself, which counts the traces of removed keys as well and would
    /// take twice its room.
    fn has_room(&self) -> bool {
        self.levels.len() < self.levels.capacity().min(self.room)
    }

    /// Forgets the keys that are full again, and grows; at the full size forgets others that have a use left, those first
    /// that will be full again first.
    fn make_room(&mut self, now: i64) {
        let share = (self.room / FORGOTTEN_SHARE).max(1);
        let (left, allowed) = (self.in_use(now), self.room - share);
        if left <= allowed {
            let size = (left * 2).min(self.room);
            self.rebuild(size, |level| level.full_at > now);
            return;
        }
        let usable = self.levels.values();
        let usable = usable.filter(|level| level.full_at > now && level.free_at <= now);
        let mut oldest: Vec<i64> = usable.map(|level| level.full_at).collect();
        let wanted = left - allowed;
        if oldest.len() < wanted {
            self.skips = share;
        }
        let wanted = wanted.min(oldest.len());
        let last = wanted.checked_sub(1);
        let until = last.map_or(now, |last| *oldest.select_nth_unstable(last).1);
        // Of those that are full at the same time only as many as needed.
        let before = oldest.iter().filter(|full_at| **full_at < until).count();
        let mut same = wanted - before;
        let room = self.room;
        self.rebuild(room, |level| {
            let may_go = level.free_at <= now && level.full_at <= until;
            let is_last = may_go && level.full_at == until && until > now;
            let goes = may_go && (!is_last || same > 0);
            same -= usize::from(goes && is_last);
            !goes
        });
    }

    /// Keeps some keys, in a map of this size.
    fn rebuild(&mut self, size: usize, mut keeps: impl FnMut(&Level) -> bool) {
        let size = size.max(MIN_ROOM);
        let mut kept = Levels::with_capacity_and_hasher(size, BuildHasherDefault::default());
        let levels = std::mem::take(&mut self.levels);
        kept.extend(levels.into_iter().filter(|(_, level)| keeps(level)));
        self.levels = kept;
    }
}

/// The hash of a key is the key, which is a part of a hash.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        // Keys are numbers.
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
