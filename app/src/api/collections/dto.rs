//! Sets as JSON.
#![allow(
    clippy::option_option,
    reason = "in a change, a field that is null and a field that is left out differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::collection::{self, AddedLinks, Collection};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;
use crate::api::merge_patch::{given, present};

/// A set to be made.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(super) struct NewCollection {
    /// What it is called: one line of 1 to 100 characters, unlike the names of your other sets, whatever the case.
    #[oai(validator(min_length = 1, max_length = 100))]
    pub name: String,
    /// What it is for: 1 to 1,000 characters.
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

/// What is to change of a set; what is left out stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(super) struct CollectionEdit {
    /// What it is called.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// What it is for; `null` for nothing.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable, validator(min_length = 1, max_length = 1000))]
    pub description: Option<Option<String>>,
}

impl From<CollectionEdit> for collection::CollectionEdit {
    fn from(edit: CollectionEdit) -> Self {
        Self {
            name: edit.name,
            description: edit.description,
        }
    }
}

impl Example for CollectionEdit {
    fn example() -> Self {
        Self {
            name: Some(examples::COLLECTION.to_owned()),
            description: Some(Some(examples::DESCRIPTION.to_owned())),
        }
    }
}

/// A set.
#[derive(Debug, Object)]
#[oai(example, rename = "Collection")]
pub(crate) struct CollectionView {
    /// Never given to another set.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What it is for; `null` for nothing.
    #[oai(nullable)]
    pub description: Option<String>,
    /// How many links are in it, without those in the trash.
    pub links: u64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its name or description was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; `"<revision>"` is the `ETag`.
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

/// What becomes of the links of a set that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase")]
pub(super) enum LinksFate {
    /// They stay.
    #[default]
    Keep,
    /// They are put into the trash.
    Delete,
}

/// Links of one's own.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(super) struct LinkIds {
    /// Their ids.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub links: Vec<i64>,
}

impl Example for LinkIds {
    fn example() -> Self {
        Self { links: vec![1] }
    }
}

/// What became of links that were to be in a set.
#[derive(Debug, Object)]
#[oai(example, rename = "AddedLinks")]
pub(super) struct AddedLinksView {
    /// How many were added.
    pub added: u64,
    /// How many were in it before.
    pub present: u64,
}

impl From<AddedLinks> for AddedLinksView {
    fn from(links: AddedLinks) -> Self {
        Self {
            added: links.added,
            present: links.present,
        }
    }
}

impl Example for AddedLinksView {
    fn example() -> Self {
        Self {
            added: 2,
            present: 1,
        }
    }
}
