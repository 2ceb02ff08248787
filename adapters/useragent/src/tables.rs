use crate::people::{BROWSERS, OTHER_BROWSERS, OTHER_DEVICES, SYSTEMS};
use crate::programs::{BOTS, CRAWLERS, PREVIEWS};
use crate::word_set::WordSet;

/// The large tables, prepared for searching.
pub(crate) struct Tables {
    pub(crate) previews: WordSet,
    pub(crate) bots: WordSet,
    pub(crate) crawlers: WordSet,
    pub(crate) browsers: WordSet,
    pub(crate) other_browsers: WordSet,
    pub(crate) systems: WordSet,
    pub(crate) other_devices: WordSet,
}

impl Tables {
    pub(crate) fn new() -> Self {
        let crawlers = CRAWLERS.lines().filter(|line| !line.starts_with('#'));
        Self {
            previews: WordSet::new(PREVIEWS.iter().copied()),
            bots: WordSet::new(BOTS.iter().copied()),
            crawlers: WordSet::new(crawlers),
            browsers: WordSet::from_table(BROWSERS),
            other_browsers: WordSet::new(OTHER_BROWSERS.iter().copied()),
            systems: WordSet::from_table(SYSTEMS),
            other_devices: WordSet::new(OTHER_DEVICES.iter().copied()),
        }
    }
}
