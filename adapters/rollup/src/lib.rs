//! Roll-ups of clicks as rows of bytes, for any store that keeps rows by an ordered key. The crate is pure arithmetic: no database, no
//! I/O. A store reads and writes the rows that it is told to, in units of work, and does not know their content.
//!
//! Clicks are added to rows of days and hours ([`Fold`]). When a period is complete, its rows are merged into those of the next
//! level ([`Compaction`]): hours into days, days into eighths of a block (8 days), eighths into blocks (64 days). So a click is
//! rewritten a few times in its life; the clicks of a subject that has few skip levels. On each level every click is in exactly one
//! row of each facet, so the result of a query ([`CountQuery`], [`ValueQuery`]) is the sum of all rows that the query names, at
//! any stage of compaction.

mod answer;
mod compact;
mod content;
mod count_query;
mod facet;
mod fold;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod key;
mod merge;
mod period;
mod scan;
mod series;
mod sketch;
#[cfg(test)]
mod testing;
mod unreadable;
mod unsettled;
mod value_query;
mod values;
mod varint;
mod visitors;

pub use answer::Answer;
pub use compact::{Compaction, MIN_ROWS, next_to_compact};
pub use count_query::CountQuery;
pub use fold::Fold;
pub use key::{Key, KeyRange, Row, Subject, ranges_of};
pub use merge::Written;
pub use unreadable::Unreadable;
pub use value_query::ValueQuery;
pub use visitors::VisitorSet;
