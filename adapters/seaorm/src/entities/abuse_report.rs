use korotko_core::abuse::{AbuseCategory, AbuseOutcome, AbuseReport, AbuseText};
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::ports::{InsertAbuseReport, StoreError};
use korotko_core::user::Email;
use sea_orm::entity::prelude::*;
use sea_orm::{NotSet, Set};

use crate::time::{micros, moment};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "abuse_reports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub link_id: i64,
    pub category: String,
    pub details: Option<String>,
    pub reporter: Option<String>,
    pub created_at: i64,
    pub closed_at: Option<i64>,
    pub outcome: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for AbuseReport {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let unknown = |name: &str| StoreError::internal(format!("{name:?} is unknown"));
        let category = AbuseCategory::from_name(&row.category);
        let outcome = row.outcome.as_deref();
        let outcome =
            outcome.map(|name| AbuseOutcome::from_name(name).ok_or_else(|| unknown(name)));
        Ok(Self {
            id: AbuseReportId(row.id),
            link: LinkId(row.link_id),
            category: category.ok_or_else(|| unknown(&row.category))?,
            text: row.details.map(AbuseText::from_stored),
            reporter: row.reporter.map(stored_email),
            created_at: moment(row.created_at)?,
            closed_at: row.closed_at.map(moment).transpose()?,
            outcome: outcome.transpose()?,
        })
    }
}

impl From<&InsertAbuseReport> for ActiveModel {
    fn from(report: &InsertAbuseReport) -> Self {
        let reporter = report.reporter.as_ref();
        Self {
            id: NotSet,
            link_id: Set(report.link.0),
            category: Set(report.category.name().to_owned()),
            details: Set(report.text.as_ref().map(ToString::to_string)),
            reporter: Set(reporter.map(|email| email.as_typed().to_owned())),
            created_at: Set(micros(report.created_at)),
            closed_at: Set(None),
            outcome: Set(None),
        }
    }
}

/// An address that was accepted, even if the rules are tighter now.
fn stored_email(typed: String) -> Email {
    Email::parse(&typed).unwrap_or_else(|_| Email::from_stored(typed.clone(), typed))
}
