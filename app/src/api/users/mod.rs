//! Accounts over HTTP.

mod account;
mod dto;
mod invitation;
mod invitation_dto;
mod password;
mod problems;
mod session;
mod verification;

use korotko_core::Korotko;

pub(super) use dto::{AccountView, Message};
pub(super) use problems::invalid_email;

/// All operations on accounts.
pub type UserApi = (
    account::AccountApi,
    invitation::InvitationApi,
    session::SessionApi,
    password::PasswordApi,
);

/// The operations, each on a clone of the use cases.
pub(super) fn api(korotko: impl Fn() -> Korotko) -> UserApi {
    (
        account::AccountApi { korotko: korotko() },
        invitation::InvitationApi { korotko: korotko() },
        session::SessionApi { korotko: korotko() },
        password::PasswordApi { korotko: korotko() },
    )
}
