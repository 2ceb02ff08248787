//! `/app/links`: the links of the account.

pub(crate) mod bulk;
pub(crate) mod cursor;
pub(crate) mod files;
mod form;
pub(crate) mod list;
pub(crate) mod live;
pub(crate) mod new;
mod order;
pub(crate) mod row;
pub(crate) mod show;
