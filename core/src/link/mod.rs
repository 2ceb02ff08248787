//! Short links.

mod entity;
mod slug;
mod target_url;

pub use entity::{Link, Namespace, RedirectStatus, RedirectStatusError, Route, TOMBSTONE_LIFETIME};
pub use slug::{Slug, SlugError};
pub use target_url::{TargetUrl, TargetUrlError};
