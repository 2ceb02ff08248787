use korotko_core::id::LinkId;
use korotko_core::link;
use korotko_core::{ExpectedRevision, Revision};
use poem_openapi::types::Example;
use poem_openapi::{Object, Union};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{LinkEdit, NewLink};
use crate::http::JsonObject;

/// Many things to do with links.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct LinkBatch {
    /// Whether nothing is done unless every operation works.
    #[serde(default)]
    #[oai(default)]
    pub atomic: bool,
    /// What to do, one after the other.
    #[oai(validator(min_items = 1, max_items = 1000))]
    pub operations: Vec<LinkOperation>,
}

/// One thing to do with a link.
#[derive(Debug, Union)]
#[oai(one_of, discriminator_name = "op", rename_all = "lowercase")]
pub(crate) enum LinkOperation {
    Create(CreateLinkOperation),
    Edit(EditLinkOperation),
    Delete(DeleteLinkOperation),
}

/// Makes a link, as `createLink`.
#[derive(Debug, Object)]
pub(crate) struct CreateLinkOperation {
    /// The link to be made.
    pub link: NewLink,
}

/// Changes a link, as `updateLink`.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct EditLinkOperation {
    /// The link's id.
    pub id: i64,
    /// The number in its `ETag`, if it is to be changed only as long as it has this one.
    pub revision: Option<i64>,
    /// What is to change.
    pub changes: LinkEdit,
}

/// Deletes a link, as `deleteLink`.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct DeleteLinkOperation {
    /// The link's id.
    pub id: i64,
    /// The number in its `ETag`, if it is to be deleted only as long as it has this one.
    pub revision: Option<i64>,
}

/// An operation with the fields of all kinds. `serde` would read a tagged enum from a copy, and not know where in the body a
/// mistake is.
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
    changes: Option<JsonObject<LinkEdit>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Op {
    Create,
    Edit,
    Delete,
}

impl<'de> Deserialize<'de> for LinkOperation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let JsonObject(any) = JsonObject::<AnyOperation>::deserialize(deserializer)?;
        match any.op {
            Op::Create => any.into_create().map(Self::Create),
            Op::Edit => any.into_edit().map(Self::Edit),
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

    fn into_edit<E: Error>(self) -> Result<EditLinkOperation, E> {
        const FIELDS: &[&str] = &["op", "id", "revision", "changes"];
        absent(self.link.is_some(), "link", FIELDS)?;
        let id = required(self.id, "id")?;
        let JsonObject(changes) = required(self.changes, "changes")?;
        Ok(EditLinkOperation {
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
    is_there: bool,
    name: &'static str,
    fields: &'static [&'static str],
) -> Result<(), E> {
    if is_there {
        return Err(E::unknown_field(name, fields));
    }
    Ok(())
}

impl From<LinkOperation> for link::LinkOperation {
    fn from(operation: LinkOperation) -> Self {
        match operation {
            LinkOperation::Create(create) => Self::Create(create.link.into()),
            LinkOperation::Edit(edit) => Self::Edit {
                id: LinkId(edit.id),
                expected: expected(edit.revision),
                edit: edit.changes.into(),
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
                LinkOperation::Edit(EditLinkOperation {
                    id: 1,
                    revision: Some(1),
                    changes: LinkEdit::example(),
                }),
                LinkOperation::Delete(DeleteLinkOperation {
                    id: 2,
                    revision: None,
                }),
            ],
        }
    }
}
