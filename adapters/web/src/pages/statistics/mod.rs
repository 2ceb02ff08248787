//! Charts and lists of clicks, for a link, a collection, or all links.

mod period;
mod sheet;

pub(crate) use period::Window;
pub(crate) use sheet::{Numbers, StatisticsSheet};
