//! Accounts over HTTP.

mod account;
mod account_dto;
mod dto;
mod email_change;
mod invitation;
mod invitation_dto;
mod link_answer;
mod password;
mod problems;
mod session;
mod verification;

use korotko_core::Korotko;

pub(super) use account_dto::AccountView;
pub(super) use dto::Message;
pub(super) use problems::invalid_email;

/// All operations on accounts.
pub type UserApi = (
    account::AccountApi,
    invitation::InvitationApi,
    session::SessionApi,
    password::PasswordApi,
    email_change::EmailChangeApi,
);

/// The operations, each on a clone of the use cases.
pub(super) fn api(korotko: impl Fn() -> Korotko) -> UserApi {
    (
        account::AccountApi { korotko: korotko() },
        invitation::InvitationApi { korotko: korotko() },
        session::SessionApi { korotko: korotko() },
        password::PasswordApi { korotko: korotko() },
        email_change::EmailChangeApi { korotko: korotko() },
    )
}
