use super::forms::OrderForm;
use super::page::{Forms, page};
use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::reply::Reply;
use crate::request::Form;
use crate::visit::Visit;

/// Orders a report.
pub(super) async fn order(visit: &Visit<'_>, form: &Form) -> Result<Reply, Failure> {
    let user = visit.require_user()?;
    let order = OrderForm::sent(form);
    let Some(new) = order.new_report() else {
        let errors = FormErrors::unreadable(visit, "scope", "rule-scope");
        return again(visit, order, errors).await;
    };
    match visit.site.korotko.reports.order(user, &new).await {
        Ok(_) => Ok(Reply::see_other("/app/reports?done=report-ordered#main")),
        Err(error) => again(visit, order, FormErrors::read(visit, error)?).await,
    }
}

/// The page with what is wrong.
async fn again(visit: &Visit<'_>, order: OrderForm, errors: FormErrors) -> Result<Reply, Failure> {
    let forms = Forms {
        order,
        order_errors: errors,
        ..Forms::new(visit)
    };
    page(visit, forms).await
}
