use crate::people::{BROWSERS, OTHER_BROWSERS, OTHER_DEVICES, SYSTEMS};
use crate::programs::{BOTS, CRAWLERS, PREVIEWS};
use crate::words::Words;

/// The large tables, ready to be looked up.
pub(crate) struct Tables {
    pub(crate) previews: Words,
    pub(crate) bots: Words,
    pub(crate) crawlers: Words,
    pub(crate) browsers: Words,
    pub(crate) other_browsers: Words,
    pub(crate) systems: Words,
    pub(crate) other_devices: Words,
}

impl Tables {
    pub(crate) fn new() -> Self {
        let crawlers = CRAWLERS.lines().filter(|line| !line.starts_with('#'));
        Self {
            previews: Words::new(PREVIEWS.iter().copied()),
            bots: Words::new(BOTS.iter().copied()),
            crawlers: Words::new(crawlers),
            browsers: Words::of_table(BROWSERS),
            other_browsers: Words::new(OTHER_BROWSERS.iter().copied()),
            systems: Words::of_table(SYSTEMS),
            other_devices: Words::new(OTHER_DEVICES.iter().copied()),
        }
    }
}
