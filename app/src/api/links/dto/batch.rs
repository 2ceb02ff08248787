use korotko_core::id::LinkId;
use korotko_core::link;
use korotko_core::{ExpectedRevision, Revision};
use poem_openapi::types::Example;
use poem_openapi::{Object, Union};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{LinkUpdate, NewLink};
use crate::http::JsonObject;

/// A batch of operations on links.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct LinkBatch {
    /// Whether all operations succeed or nothing changes.
    #[serde(default)]
    #[oai(default)]
    pub atomic: bool,
    /// The operations, processed in order.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub operations: Vec<LinkOperation>,
}

/// An operation on a link.
#[derive(Debug, Union)]
#[oai(one_of, discriminator_name = "op", rename_all = "lowercase")]
pub(crate) enum LinkOperation {
    Create(CreateLinkOperation),
    Update(UpdateLinkOperation),
    Delete(DeleteLinkOperation),
}

/// Creates a link, as `createLink` does.
#[derive(Debug, Object)]
pub(crate) struct CreateLinkOperation {
    /// The link to create.
    pub link: NewLink,
}

/// Updates a link, as `updateLink` does.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct UpdateLinkOperation {
    /// The id of the link.
    pub id: i64,
    /// The revision that the link must have; any, by default.
    pub revision: Option<i64>,
    /// The fields to change.
    pub changes: LinkUpdate,
}

/// Moves a link to the trash, as `deleteLink` does.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DeleteLinkOperation {
    /// The id of the link.
    pub id: i64,
    /// The revision that the link must have; any, by default.
    pub revision: Option<i64>,
}

/// An operation with the fields of all kinds. For a tagged enum `serde` buffers the content, and loses the path to an error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyOperation {
    op: Op,
    #[serde(default)]
    link: Option<JsonObject<NewLink>>,
    #[serde(default)]
    id: Option<i64>,
    #[serde(default)]
    revision: Option<i64>,
    #[serde(default)]
    changes: Option<JsonObject<LinkUpdate>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Op {
    Create,
    Update,
    Delete,
}

impl<'de> Deserialize<'de> for LinkOperation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let JsonObject(any) = JsonObject::<AnyOperation>::deserialize(deserializer)?;
        match any.op {
            Op::Create => any.into_create().map(Self::Create),
            Op::Update => any.into_update().map(Self::Update),
            Op::Delete => any.into_delete().map(Self::Delete),
        }
    }
}

impl AnyOperation {
    fn into_create<E: Error>(self) -> Result<CreateLinkOperation, E> {
        const FIELDS: &[&str] = &["op", "link"];
        absent(self.id.is_some(), "id", FIELDS)?;
        absent(self.revision.is_some(), "revision", FIELDS)?;
        absent(self.changes.is_some(), "changes", FIELDS)?;
        let JsonObject(link) = required(self.link, "link")?;
        Ok(CreateLinkOperation { link })
    }

    fn into_update<E: Error>(self) -> Result<UpdateLinkOperation, E> {
        const FIELDS: &[&str] = &["op", "id", "revision", "changes"];
        absent(self.link.is_some(), "link", FIELDS)?;
        let id = required(self.id, "id")?;
        let JsonObject(changes) = required(self.changes, "changes")?;
        Ok(UpdateLinkOperation {
            id,
            revision: self.revision,
            changes,
        })
    }

    fn into_delete<E: Error>(self) -> Result<DeleteLinkOperation, E> {
        const FIELDS: &[&str] = &["op", "id", "revision"];
        absent(self.link.is_some(), "link", FIELDS)?;
        absent(self.changes.is_some(), "changes", FIELDS)?;
        Ok(DeleteLinkOperation {
            id: required(self.id, "id")?,
            revision: self.revision,
        })
    }
}

fn required<T, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(name))
}

fn absent<E: Error>(
    present: bool,
    name: &'static str,
    fields: &'static [&'static str],
) -> Result<(), E> {
    if present {
        return Err(E::unknown_field(name, fields));
    }
    Ok(())
}

impl From<LinkOperation> for link::LinkOperation {
    fn from(operation: LinkOperation) -> Self {
        match operation {
            LinkOperation::Create(create) => Self::Create(create.link.into()),
            LinkOperation::Update(update) => Self::Edit {
                id: LinkId(update.id),
                expected: expected(update.revision),
                edit: update.changes.into(),
            },
            LinkOperation::Delete(delete) => Self::Delete {
                id: LinkId(delete.id),
                expected: expected(delete.revision),
            },
        }
    }
}

fn expected(revision: Option<i64>) -> ExpectedRevision {
    revision.map_or(ExpectedRevision::Any, |number| {
        ExpectedRevision::exactly(Revision(number))
    })
}

impl Example for LinkBatch {
    fn example() -> Self {
        let link = NewLink {
            slug: None,
            ..NewLink::example()
        };
        Self {
            atomic: false,
            operations: vec![
                LinkOperation::Create(CreateLinkOperation { link }),
                LinkOperation::Update(UpdateLinkOperation {
                    id: 1,
                    revision: Some(1),
                    changes: LinkUpdate::example(),
                }),
                LinkOperation::Delete(DeleteLinkOperation {
                    id: 2,
                    revision: None,
                }),
            ],
        }
    }
}
