use korotko_core::Korotko;
use korotko_core::id::InvitationId;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{NewInvitation, SentInvitationView};
use super::problems::{AnyInvitationProblem, CreateInvitationProblem};
use crate::api::bearer::Administrator;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};
use crate::http::JsonBody;

/// The invitations to register, for administrators.
#[derive(Debug)]
pub struct AdminInvitationApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Created {
    /// The invitation is mailed.
    #[oai(status = 201)]
    Created(Json<SentInvitationView>),
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of invitations.
    #[oai(status = 200)]
    Page(Json<Page<SentInvitationView>>),
}

#[derive(ApiResponse)]
enum Deleted {
    /// The invitation was deleted.
    #[oai(status = 204)]
    Deleted,
}

#[OpenApi(prefix_path = "/api/admin/invitations", tag = "Tag::Administration")]
impl AdminInvitationApi {
    /// Invite somebody to register
    ///
    /// Mails a link to the address, with which it can be registered once within seven days, also while registration is by invitation
    /// only. An earlier invitation of the address no longer works.
    #[oai(path = "/", method = "post", operation_id = "createInvitation")]
    async fn create(
        &self,
        administrator: Administrator,
        body: JsonBody<NewInvitation>,
    ) -> Result<Created, CreateInvitationProblem> {
        let NewInvitation { email, language } = body.0;
        let administration = &self.korotko.administration;
        let created = administration.create_invitation(administrator.0, &email, language.into());
        Ok(Created::Created(Json((&created.await?).into())))
    }

    /// List invitations
    ///
    /// Returns a page of the invitations that are not used yet, newest first. Expired ones are removed within an hour.
    #[oai(path = "/", method = "get", operation_id = "listInvitations")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of invitations on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
    ) -> Result<Listed, ListProblem> {
        let after = cursor::read_optional_id(after.0.as_deref(), 'i')?.map(InvitationId);
        let administration = &self.korotko.administration;
        let page = administration.list_invitations(after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'i', next))))
    }

    /// Delete an invitation
    ///
    /// The link in its mail no longer works.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteInvitation")]
    async fn delete(
        &self,
        administrator: Administrator,
        /// The id of the invitation.
        id: Path<i64>,
    ) -> Result<Deleted, AnyInvitationProblem> {
        let administration = &self.korotko.administration;
        let id = InvitationId(id.0);
        administration
            .delete_invitation(administrator.0, id)
            .await?;
        Ok(Deleted::Deleted)
    }
}
