use super::Click;
use crate::id::LinkId;
use crate::ports::{BegunPart, ClickLogId, LogOffset};

/// How many clicks a link is worth in the size of a unit of work: most of the time goes into the rows of a link, however many
/// clicks it has.
const LINK_SIZE: usize = 32;

/// The part of a click log that is to be folded next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPart {
    /// The log.
    pub log: ClickLogId,
    /// How far the log is folded. The part begins there.
    pub from: LogOffset,
    /// The offset at which the part ends, in bytes. If [`from`](Self::from) has a begun part, it MUST end where that one ends.
    pub until: u64,
    /// How many clicks the part has that cannot be read, besides the others.
    pub lost: u64,
}

/// Clicks of one or several logs that are folded together, link by link: each row of the store is changed once for all of them.
#[derive(Debug, Default)]
pub struct ClickBatch {
    parts: Vec<LogPart>,
    /// Sorted by link and time before they are folded.
    clicks: Vec<Click>,
    /// How many clicks are folded.
    folded: usize,
    is_sorted: bool,
}

/// The clicks that are folded in one unit of work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    /// The clicks, in order of links and times.
    pub(super) clicks: &'a [Click],
    /// Whether no clicks follow.
    pub(super) is_last: bool,
}

impl ClickBatch {
    /// A batch with room for this many clicks, of about 72 bytes each.
    #[must_use]
    pub fn with_capacity(clicks: usize) -> Self {
        Self {
            clicks: Vec::with_capacity(clicks),
            ..Self::default()
        }
    }

    /// Adds a part of a log with its clicks, except those that are folded. A part that follows the last one in the same log
    /// extends it.
    pub fn add(&mut self, part: LogPart, clicks: impl IntoIterator<Item = Click>) {
        let folded = part.from.begun.map(|begun| begun.link);
        let is_left = |click: &Click| folded.is_none_or(|link| click.link > link);
        self.clicks.extend(clicks.into_iter().filter(is_left));
        self.is_sorted = false;
        match self.parts.last_mut() {
            Some(last) if last.log == part.log => {
                last.until = part.until;
                last.lost += part.lost;
            }
            _ => self.parts.push(part),
        }
    }

    /// The number of clicks, folded or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.clicks.len()
    }

    /// Whether it has neither clicks nor parts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clicks.is_empty() && self.parts.is_empty()
    }

    /// The parts, each with how far its log is folded now.
    #[must_use]
    pub fn parts(&self) -> &[LogPart] {
        &self.parts
    }

    /// Whether all parts are folded.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        let is_folded = |part: &LogPart| part.from == LogOffset::at(part.until);
        self.parts.iter().all(is_folded)
    }

    /// Sorts the clicks, unless they are sorted.
    pub(super) fn sort(&mut self) {
        if !self.is_sorted {
            let key = |click: &Click| (click.link, click.at);
            self.clicks[self.folded..].sort_unstable_by_key(key);
            self.is_sorted = true;
        }
    }

    /// The next step: the clicks of the next links that fit into `size`, and of one at least.
    pub(super) fn next_step(&self, size: usize) -> Step<'_> {
        let left = &self.clicks[self.folded..];
        let (mut count, mut used) = (0, 0);
        for of_link in left.chunk_by(|one, next| one.link == next.link) {
            used += step_size(of_link.len(), 1);
            if count > 0 && used > size {
                break;
            }
            count += of_link.len();
        }
        Step {
            clicks: &left[..count],
            is_last: count == left.len(),
        }
    }

    /// Records that the step of this many clicks is folded.
    pub(super) fn advance(&mut self, clicks: usize) {
        let last = self.clicks[..self.folded + clicks].last();
        let last = last.map(|click| click.link);
        self.folded += clicks;
        let is_last = self.folded == self.clicks.len();
        for part in &mut self.parts {
            part.from = part.offset_after(last, is_last);
        }
    }
}

impl Step<'_> {
    /// The last link.
    pub(super) fn last_link(&self) -> Option<LinkId> {
        self.clicks.last().map(|click| click.link)
    }

    /// The size: each click is 1, and each link as much as some clicks.
    pub(super) fn size(&self) -> usize {
        let links = self.clicks.chunk_by(|one, next| one.link == next.link);
        step_size(self.clicks.len(), links.count())
    }
}

impl LogPart {
    /// How far the log is folded after a step that ends with this link, or with the last one of the batch.
    pub(super) fn offset_after(&self, link: Option<LinkId>, is_last: bool) -> LogOffset {
        let Some(link) = link.filter(|_| !is_last) else {
            return LogOffset::at(self.until);
        };
        let until = self.until;
        // Of a part that was begun before, clicks of later links may be folded already.
        let begun = self.from.begun.map_or(link, |begun| begun.link.max(link));
        LogOffset {
            begun: Some(BegunPart { until, link: begun }),
            ..self.from
        }
    }
}

fn step_size(clicks: usize, links: usize) -> usize {
    clicks + links * LINK_SIZE
}
