use askama::Template;
use korotko_core::id::{AuditEntryId, UserId};

use super::list::List;
use super::record_view::RecordView;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::reply::Reply;
use crate::visit::Visit;

const PATH: &str = "/app/admin/audit";

/// The number of entries on a page.
const LIMIT: u32 = 50;

#[derive(Template)]
#[template(path = "admin_audit_log.html")]
struct AuditLogPage<'a> {
    frame: Frame<'a>,
    list: List,
    records: Vec<RecordView>,
}

/// What administrators did, newest first; of one user if the query names one.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Reply, Failure> {
    let list = List::new(PATH, visit.request.query());
    let user = list.query.text("user").parse().ok().map(UserId);
    let after = list.after().map(AuditEntryId);
    let administration = &visit.site.korotko.administration;
    let page = administration.list_audit_log(user, after, LIMIT).await?;
    let records = page.items.iter();
    let records = records.map(|record| RecordView::new(visit, record));
    Ok(Reply::page(&AuditLogPage {
        records: records.collect(),
        frame: Frame::new(visit, visit.text("admin-audit-log")),
        list: list.ending_with(page.next.map(|last| last.0)),
    }))
}
