//! The fields of a link, each with its rule.

mod redirect_status;
mod slug;
mod tag;
mod target_url;
mod terms;
mod title;

pub use redirect_status::{RedirectStatus, RedirectStatusError};
pub(super) use slug::GENERATE_ATTEMPTS;
#[cfg(any(test, feature = "fuzz"))]
pub(crate) use slug::RESERVED;
pub use slug::{Slug, SlugError};
pub use tag::{Tag, Tags, TagsError};
pub use target_url::{TargetUrl, TargetUrlError};
pub use terms::MAX_CLICKS;
pub(super) use terms::Terms;
pub use title::Title;
