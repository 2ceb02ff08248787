use korotko_core::administration::FoundLink;
use korotko_core::link::Links;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;
use crate::api::links::dto::LinkView;

/// A link with its owner, as administrators see it.
#[derive(Debug, Object)]
#[oai(example, rename = "AdminLink")]
pub(crate) struct AdminLinkView {
    /// The link. It is `disabled`, too, while its owner is disabled with their links.
    #[oai(flatten)]
    pub link: LinkView,
    /// The id of the owner; `null` for an anonymous link.
    #[oai(nullable)]
    pub owner_id: Option<i64>,
    /// The e-mail address of the owner; `null` for an anonymous link.
    #[oai(nullable)]
    pub owner_email: Option<String>,
}

impl AdminLinkView {
    pub(crate) fn new(found: &FoundLink, links: &Links) -> Self {
        let owner = found.owner.as_ref();
        Self {
            link: LinkView::in_state(&found.link, links, found.state),
            owner_id: owner.map(|owner| owner.id.0),
            owner_email: owner.map(|owner| owner.email.as_typed().to_owned()),
        }
    }
}

impl Example for AdminLinkView {
    fn example() -> Self {
        Self {
            link: LinkView::example(),
            owner_id: Some(1),
            owner_email: Some(examples::EMAIL.to_owned()),
        }
    }
}
