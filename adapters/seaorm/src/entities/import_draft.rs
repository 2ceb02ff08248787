use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{DraftState, ImportDraft, RowOutcomes};
use korotko_core::ports::{InsertImportDraft, StoreError};
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_drafts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub owner_id: i64,
    pub file: Vec<u8>,
    pub layout: Option<String>,
    pub outcomes: Option<String>,
    pub state: String,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The value of the column of outcomes.
pub(crate) fn outcomes_column(outcomes: &RowOutcomes) -> Result<String, StoreError> {
    serde_json::to_string(outcomes).map_err(StoreError::internal)
}

/// Reads the column of outcomes.
fn outcomes(column: &str) -> Result<RowOutcomes, StoreError> {
    serde_json::from_str(column).map_err(StoreError::internal)
}

impl TryFrom<Model> for ImportDraft {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let state = DraftState::from_name(&row.state);
        let unknown = || StoreError::internal(format!("{:?} is not a state", row.state));
        Ok(Self {
            id: ImportDraftId(row.id),
            owner: UserId(row.owner_id),
            file: row.file.into(),
            layout: row.layout,
            outcomes: row.outcomes.as_deref().map(outcomes).transpose()?,
            state: state.ok_or_else(unknown)?,
            created_at: moment(row.created_at)?,
        })
    }
}

impl From<&InsertImportDraft> for ActiveModel {
    fn from(draft: &InsertImportDraft) -> Self {
        Self {
            id: NotSet,
            owner_id: Set(draft.owner.0),
            file: Set(draft.file.to_vec()),
            layout: Set(None),
            outcomes: Set(None),
            state: Set(DraftState::Kept.name().to_owned()),
            created_at: Set(micros(draft.created_at)),
        }
    }
}
