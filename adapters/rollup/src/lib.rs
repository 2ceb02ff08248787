//! Roll-ups of clicks as rows of bytes, in any store that keeps rows by an ordered key: pure arithmetic, without a database, without
//! waiting. The store reads and writes the rows that it is told to, in units of work, and knows nothing of what is in them.
//!
//! Clicks are added to rows of days and of hours ([`Fold`]). When a period is complete, its rows are merged into those
//! of the level above ([`Compaction`]): hours into days, days into eighths of a block (8 days), these into blocks (64 days). So a
//! click is written a few times in its life. What a subject with few clicks has skips levels. On each level every click is in
//! exactly one row of each facet, so that what is asked ([`CountQuestion`], [`ValueQuestion`]) is the sum of all rows
//! that the question names, whatever is compacted when.

mod answer;
mod by_value;
mod compact;
mod content;
mod count;
mod facet;
mod fold;
mod key;
mod merge;
mod period;
mod series;
mod sketch;
mod take;
#[cfg(test)]
mod testing;
mod unreadable;
mod unsettled;
mod values;
mod varint;
mod visitors;

pub use answer::Answer;
pub use by_value::ValueQuestion;
pub use compact::{Compaction, MAX_ROWS, next_to_compact};
pub use count::CountQuestion;
pub use fold::Fold;
pub use key::{Key, KeyRange, Row, Subject, ranges_of};
pub use merge::Written;
pub use unreadable::Unreadable;
pub use visitors::VisitorSet;
