use korotko_core::click::{ClickTotals, Counts};
use korotko_core::link::Link;
use korotko_core::ports::StoreError;
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

use super::link;
use crate::time::moment;

/// The click totals of a link since its creation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_clicks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: i64,
    /// The link's owner.
    pub owner_id: Option<i64>,
    /// All kinds together.
    pub clicks: i64,
    pub humans: i64,
    pub bots: i64,
    pub previews: i64,
    pub visitors: i64,
    pub last_at: Option<i64>,
    pub last_human_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The columns of [`Counted`] besides those of the link.
pub(crate) const COUNTED: [Column; 6] = [
    Column::Humans,
    Column::Bots,
    Column::Previews,
    Column::Visitors,
    Column::LastAt,
    Column::LastHumanAt,
];

/// A link with its click totals.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Counted {
    #[sea_orm(nested)]
    row: link::Model,
    humans: Option<i64>,
    bots: Option<i64>,
    previews: Option<i64>,
    visitors: Option<i64>,
    last_at: Option<i64>,
    last_human_at: Option<i64>,
}

impl TryFrom<Counted> for Link {
    type Error = StoreError;

    fn try_from(counted: Counted) -> Result<Self, StoreError> {
        let number = |stored: Option<i64>| {
            u64::try_from(stored.unwrap_or_default()).map_err(StoreError::internal)
        };
        let counts = Counts {
            humans: number(counted.humans)?,
            bots: number(counted.bots)?,
            previews: number(counted.previews)?,
            visitors: number(counted.visitors)?,
        };
        let clicks = ClickTotals {
            counts,
            last_at: counted.last_at.map(moment).transpose()?,
            last_human_at: counted.last_human_at.map(moment).transpose()?,
        };
        let link: Self = counted.row.try_into()?;
        Ok(Self { clicks, ..link })
    }
}
