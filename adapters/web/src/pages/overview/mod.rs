//! `/app`: the last seven days of the account at a glance.

mod page;
mod week;

pub(crate) use page::show;
