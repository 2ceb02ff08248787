//! `/invite/{token}`: the link of an invitation mail.

use crate::failure::Failure;
use crate::fields::FormErrors;
use crate::pages::sign_up;
use crate::reply::Reply;
use crate::visit::Visit;

/// The form to register with the invited address.
pub(crate) async fn show(visit: &Visit<'_>, token: &str) -> Result<Reply, Failure> {
    let invitation = visit.site.korotko.users.find_invitation(token).await?;
    let email = invitation.email.as_typed();
    Ok(sign_up::page(visit, email, token, FormErrors::default()))
}
