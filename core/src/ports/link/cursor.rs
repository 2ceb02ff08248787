use std::fmt;

use chrono::DateTime;

use super::LinkSortKey;
use crate::id::LinkId;
use crate::link::{Slug, SlugError};
use crate::ports::Timestamp;

/// A position in a list of links: that of one link, whether or not it still exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkCursor {
    /// In a list by [`LinkSortKey::Created`].
    Created(Timestamp, LinkId),
    /// In a list by [`LinkSortKey::Slug`].
    Slug(Slug, LinkId),
    /// In a list by [`LinkSortKey::Clicks`].
    Clicks(u64, LinkId),
}

impl LinkCursor {
    /// The key of the order to which this cursor belongs.
    #[must_use]
    pub fn key(&self) -> LinkSortKey {
        match self {
            Self::Created(..) => LinkSortKey::Created,
            Self::Slug(..) => LinkSortKey::Slug,
            Self::Clicks(..) => LinkSortKey::Clicks,
        }
    }

    /// Reads what [`Display`](fmt::Display) writes; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (key, id) = text.rsplit_once('.')?;
        let id = id.parse().ok().map(LinkId)?;
        if let Some(micros) = key.strip_prefix('c') {
            let time = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
            return Some(Self::Created(time, id));
        }
        if let Some(clicks) = key.strip_prefix('n') {
            // Stores use signed integers.
            let clicks: u64 = clicks.parse().ok().filter(|n| i64::try_from(*n).is_ok())?;
            return Some(Self::Clicks(clicks, id));
        }
        let text = key.strip_prefix('s')?;
        let slug = match Slug::parse(text) {
            Ok(slug) => slug,
            // A slug that was reserved after its link was created is still valid.
            Err(SlugError::Reserved) => Slug::from_stored(text.to_owned()),
            Err(SlugError::Length | SlugError::Character) => return None,
        };
        Some(Self::Slug(slug, id))
    }
}

/// `c<microseconds>.<id>`, `s<slug>.<id>` or `n<clicks>.<id>`.
impl fmt::Display for LinkCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(time, id) => write!(f, "c{}.{id}", time.timestamp_micros()),
            Self::Slug(slug, id) => write!(f, "s{slug}.{id}"),
            Self::Clicks(clicks, id) => write!(f, "n{clicks}.{id}"),
        }
    }
}
