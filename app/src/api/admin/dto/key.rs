use korotko_core::administration::FoundKey;
use poem_openapi::Object;

use crate::api::keys::KeyView;

/// An API key with its owner, as the operator sees it.
#[derive(Debug, Object)]
#[oai(rename = "AdminKey")]
pub(crate) struct AdminKeyView {
    /// The key.
    #[oai(flatten)]
    pub key: KeyView,
    /// The id of the owner.
    pub owner_id: i64,
    /// The e-mail address of the owner.
    pub owner_email: String,
}

impl From<&FoundKey> for AdminKeyView {
    fn from(found: &FoundKey) -> Self {
        Self {
            key: KeyView::from(&found.key),
            owner_id: found.owner.id.0,
            owner_email: found.owner.email.as_typed().to_owned(),
        }
    }
}
