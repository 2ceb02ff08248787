//! The operations on shares.

mod dto;
mod problems;
mod resource;
mod shown;

use korotko_core::Korotko;

pub(crate) use dto::ShareRecord;
use resource::ShareApi;
use shown::ShownShareApi;

/// The operations for owners, and those for everybody.
pub type ShareApis = (ShareApi, ShownShareApi);

/// The operations, each on a clone of the use cases.
pub(super) fn api(korotko: impl Fn() -> Korotko) -> ShareApis {
    (
        ShareApi { korotko: korotko() },
        ShownShareApi { korotko: korotko() },
    )
}
