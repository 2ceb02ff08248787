//! Charts and lists of clicks, for a link, a collection, or all links.

mod of_owner;
mod period;
mod sheet;

pub(crate) use of_owner::OfOwner;
pub(crate) use period::Window;
pub(crate) use sheet::{List, Numbers, StatisticsSheet, bar, programs};
