use std::sync::Arc;

use async_trait::async_trait;

use crate::Korotko;
use crate::mock::{MockPorts, sample};
use crate::ports::{Repositories, Snapshot, Store, StoreError, UnitOfWork};

/// A store whose data is damaged, and can be read.
struct Damaged(Arc<dyn Store>);

#[async_trait]
impl Store for Damaged {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.0.begin().await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.0.snapshot().await
    }

    fn has_single_writer(&self) -> bool {
        self.0.has_single_writer()
    }

    async fn check(&self) -> Result<(), StoreError> {
        Err(StoreError::damaged("on purpose"))
    }

    fn repositories(&self) -> Repositories<'_> {
        self.0.repositories()
    }
}

#[tokio::test]
async fn a_store_that_can_serve_is_ready() {
    let administration = MockPorts::default().korotko().administration;
    administration.check_store().await.unwrap();
}

#[tokio::test]
async fn a_damaged_store_is_told_although_it_can_be_read() {
    let mut ports = MockPorts::default().into_ports();
    ports.store = Arc::new(Damaged(ports.store));
    let korotko = Korotko::new(ports, sample::settings()).unwrap();
    let checked = korotko.administration.check_store().await;
    assert!(matches!(checked, Err(StoreError::Damaged(_))));
}
