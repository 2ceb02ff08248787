use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{StoreError, UserDirectory, UserQuery};
use korotko_core::user::User;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::link_list::occurs;
use super::user::kept;
use crate::entities::user::Column;
use crate::session::Session;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> UserDirectory for Session<C> {
    async fn list(&self, query: &UserQuery) -> Result<Vec<User>, StoreError> {
        let present = |column: Column, is_present: bool| {
            if is_present {
                column.is_not_null()
            } else {
                column.is_null()
            }
        };
        let select = kept()
            .apply_if(query.text.as_ref(), |select, text| {
                let address = Column::EmailCanonical.into_expr();
                select.filter(occurs(text, address, self.backend()))
            })
            .apply_if(query.is_administrator, |select, wanted| {
                let is = is_administrator();
                select.filter(if wanted { is } else { is.not() })
            })
            .apply_if(query.is_verified, |select, wanted| {
                select.filter(present(Column::VerifiedAt, wanted))
            })
            .apply_if(query.is_disabled, |select, wanted| {
                select.filter(present(Column::DisabledAt, wanted))
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn find_all(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        let ids = ids.iter().map(|id| id.0);
        self.all(kept().filter(Column::Id.is_in(ids))).await
    }

    async fn lock_administrators(&self) -> Result<Vec<User>, StoreError> {
        // A lock outside a unit has no effect.
        self.writer()?;
        let locked = kept()
            .filter(is_administrator())
            .order_by_asc(Column::Id)
            .lock(LockType::NoKeyUpdate);
        self.all(locked).await
    }
}

/// Literal and not a parameter, so that the partial index is used.
fn is_administrator() -> Expr {
    Expr::cust("users.administrator")
}
