use korotko_core::Korotko;
use korotko_core::id::{AuditEntryId, UserId};
use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::AuditEntryView;
use crate::api::bearer::Administrator;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};

/// The audit log.
#[derive(Debug)]
pub struct AuditLogApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of entries.
    #[oai(status = 200)]
    Page(Json<Page<AuditEntryView>>),
}

#[OpenApi(prefix_path = "/api/admin/audit-log", tag = "Tag::Administration")]
impl AuditLogApi {
    /// List the audit log
    ///
    /// Returns a page of what administrators did, here and on the command line, newest first. Entries are kept for 400 days. The addresses
    /// of deleted accounts are not in it.
    #[oai(path = "/", method = "get", operation_id = "listAuditLog")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of entries on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only entries by or about the user with this id.
        user: Query<Option<i64>>,
    ) -> Result<Listed, ListProblem> {
        let after = cursor::read_optional_id(after.0.as_deref(), 'e')?.map(AuditEntryId);
        let (administration, user) = (&self.korotko.administration, user.0.map(UserId));
        let page = administration.list_audit_log(user, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'e', next))))
    }
}
