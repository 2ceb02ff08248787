use korotko_core::id::ScheduleId;

use super::forms::ScheduleForm;
use super::page::{Forms, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// Creates a schedule.
pub(super) async fn create(visit: &Visit<'_>, form: &Form) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let schedule = ScheduleForm::sent(form);
    let new = match schedule.new_schedule() {
        Ok(new) => new,
        Err(field) => {
            let errors = FormErrors::unreadable(visit, field, "rule-scope");
            return again(visit, schedule, errors).await;
        }
    };
    match visit.site.korotko.reports.create_schedule(user, &new).await {
        Ok(_) => Ok(Reply::see_other("/app/reports?done=schedule-created#main")),
        Err(error) => again(visit, schedule, FormErrors::read(visit, error)?).await,
    }
}

/// Ends a schedule. The form of a new one has its fields afterwards, so that it can be taken up again.
pub(super) async fn end(visit: &Visit<'_>, id: &str) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map(ScheduleId).map_err(|_| Failure::NoPage)?;
    let reports = &visit.site.korotko.reports;
    let schedule = reports.read_schedule(user.id, id).await?;
    reports.delete_schedule(user.id, id).await?;
    let fields = ScheduleForm::of(&schedule).query();
    let path = format!("/app/reports?done=schedule-ended&{fields}#main");
    Ok(Reply::see_other(&path))
}

/// The page with what is wrong.
async fn again(
    visit: &Visit<'_>,
    schedule: ScheduleForm,
    errors: FormErrors,
) -> Result<Reply, Failure> {
    let forms = Forms {
        schedule,
        schedule_errors: errors,
        ..Forms::new(visit)
    };
    page(visit, forms).await
}
