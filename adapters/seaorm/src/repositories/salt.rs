use async_trait::async_trait;
use korotko_core::click::{Day, VisitorSalt};
use korotko_core::ports::{SaltRepository, StoreError};
use sea_orm::{ConnectionTrait, Statement};

use crate::session::Session;

const FIND: &str = "SELECT salt FROM visitor_salts WHERE day = $1";

/// On PostgreSQL it waits for a concurrent insert of the same day, whose salt is read afterwards.
const INSERT: &str = "INSERT INTO visitor_salts (day, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const DELETE: &str = "DELETE FROM visitor_salts WHERE day < $1";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SaltRepository for Session<C> {
    async fn find(&self, day: Day) -> Result<Option<VisitorSalt>, StoreError> {
        let select = Statement::from_sql_and_values(self.backend(), FIND, [day.0.into()]);
        let found = self.read(select, |row| row.try_get_by_index::<Vec<u8>>(0));
        let bytes = found.await?.into_iter().next();
        bytes.map(|bytes| salt(day, bytes)).transpose()
    }

    async fn insert(&self, salt: &VisitorSalt) -> Result<VisitorSalt, StoreError> {
        let values = [salt.day().0.into(), salt.as_bytes().to_vec().into()];
        self.change(INSERT, values).await?;
        let found = self.find(salt.day()).await?;
        found.ok_or_else(|| self.refuse(StoreError::internal("the inserted salt was not found")))
    }

    async fn delete_before(&self, day: Day) -> Result<u64, StoreError> {
        self.change(DELETE, [day.0.into()]).await
    }
}

fn salt(day: Day, bytes: Vec<u8>) -> Result<VisitorSalt, StoreError> {
    let bytes = <[u8; VisitorSalt::LENGTH]>::try_from(bytes);
    let bytes = bytes.map_err(|_| StoreError::internal("the salt has another length"))?;
    Ok(VisitorSalt::new(day, bytes))
}
