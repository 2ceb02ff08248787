use super::signed_id::SignedIds;
use super::{Secret, TokenInvalid};
use crate::id::EmailChangeId;

/// Separate the two links from each other, and from every other use of the secret.
const OLD_CONTEXT: &[u8] = b"korotko: confirm a change of address at the old one: ";
const NEW_CONTEXT: &[u8] = b"korotko: confirm a change of address at the new one: ";

/// Which of the two addresses of a change a link was mailed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmailChangeSide {
    /// The address of the account until then.
    Old,
    /// The address that the account gets.
    New,
}

/// The tokens in the mails about a change of address. None can be turned into that of the other address.
pub(super) struct EmailChangeTokens {
    old: SignedIds,
    new: SignedIds,
}

impl EmailChangeTokens {
    pub(super) fn new(secret: &Secret) -> Self {
        Self {
            old: SignedIds::new(secret, OLD_CONTEXT),
            new: SignedIds::new(secret, NEW_CONTEXT),
        }
    }

    pub(super) fn write(&self, change: EmailChangeId, side: EmailChangeSide) -> String {
        self.ids(side).write(change.0)
    }

    /// The change of this token, and the address that it was mailed to.
    pub(super) fn read(
        &self,
        token: &str,
    ) -> Result<(EmailChangeId, EmailChangeSide), TokenInvalid> {
        let read = |side| {
            self.ids(side)
                .read(token)
                .map(|id| (EmailChangeId(id), side))
        };
        read(EmailChangeSide::Old).or_else(|TokenInvalid| read(EmailChangeSide::New))
    }

    fn ids(&self, side: EmailChangeSide) -> &SignedIds {
        match side {
            EmailChangeSide::Old => &self.old,
            EmailChangeSide::New => &self.new,
        }
    }
}
