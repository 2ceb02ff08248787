//! The JSON of collections.
#![allow(
    clippy::option_option,
    reason = "in a merge patch, null and absent differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::collection::{self, AddedLinks, Collection};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;
use crate::api::merge_patch::{given, present};

/// A collection to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(super) struct NewCollection {
    /// The name: one line of 1 to 100 characters, unique among your collections, ignoring case.
    #[oai(validator(min_length = 1, max_length = 100))]
    pub name: String,
    /// A description of 1 to 1,000 characters.
    #[serde(default)]
    #[oai(validator(min_length = 1, max_length = 1000))]
    pub description: Option<String>,
}

impl From<NewCollection> for collection::NewCollection {
    fn from(new: NewCollection) -> Self {
        Self {
            name: new.name,
            description: new.description,
        }
    }
}

impl Example for NewCollection {
    fn example() -> Self {
        Self {
            name: examples::COLLECTION.to_owned(),
            description: Some(examples::DESCRIPTION.to_owned()),
        }
    }
}

/// Changes of a collection. Absent fields are unchanged.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(super) struct CollectionUpdate {
    /// The name.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// The description; `null` for none.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable, validator(min_length = 1, max_length = 1000))]
    pub description: Option<Option<String>>,
}

impl From<CollectionUpdate> for collection::CollectionEdit {
    fn from(edit: CollectionUpdate) -> Self {
        Self {
            name: edit.name,
            description: edit.description,
        }
    }
}

impl Example for CollectionUpdate {
    fn example() -> Self {
        Self {
            name: Some(examples::COLLECTION.to_owned()),
            description: Some(Some(examples::DESCRIPTION.to_owned())),
        }
    }
}

/// A collection.
#[derive(Debug, Object)]
#[oai(example, rename = "Collection")]
pub(crate) struct CollectionView {
    /// The id, which is never reused.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The description; `null` for none.
    #[oai(nullable)]
    pub description: Option<String>,
    /// The number of links, without those in the trash.
    pub links: u64,
    /// When the collection was created.
    pub created_at: DateTime<Utc>,
    /// When the name or description was last changed.
    pub updated_at: DateTime<Utc>,
    /// The revision, which rises with each change of name or description; `"<revision>"` is the `ETag`.
    pub revision: i64,
}

impl From<&Collection> for CollectionView {
    fn from(collection: &Collection) -> Self {
        Self {
            id: collection.id.0,
            name: collection.name.to_string(),
            description: collection.description.as_ref().map(ToString::to_string),
            links: collection.links,
            created_at: collection.created_at,
            updated_at: collection.updated_at,
            revision: collection.revision.0,
        }
    }
}

impl Example for CollectionView {
    fn example() -> Self {
        Self {
            id: 1,
            name: examples::COLLECTION.to_owned(),
            description: Some(examples::DESCRIPTION.to_owned()),
            links: 3,
            created_at: examples::past(),
            updated_at: examples::past(),
            revision: 1,
        }
    }
}

/// What happens to the links of a deleted collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase")]
pub(super) enum LinksOnDelete {
    /// The links are kept.
    #[default]
    Keep,
    /// The links are moved to the trash.
    Delete,
}

/// Links to add.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(super) struct LinkIds {
    /// The ids of your links.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub links: Vec<i64>,
}

impl Example for LinkIds {
    fn example() -> Self {
        Self { links: vec![1] }
    }
}

/// The outcome of adding links.
#[derive(Debug, Object)]
#[oai(example, rename = "AddedLinks")]
pub(super) struct AddedLinksView {
    /// The number of links that were added.
    pub added: u64,
    /// The number of links that were in the collection already.
    pub already_present: u64,
}

impl From<AddedLinks> for AddedLinksView {
    fn from(links: AddedLinks) -> Self {
        Self {
            added: links.added,
            already_present: links.present,
        }
    }
}

impl Example for AddedLinksView {
    fn example() -> Self {
        Self {
            added: 2,
            already_present: 1,
        }
    }
}
