use crate::id::LinkId;
use crate::link::draft::Draft;
use crate::link::field::GENERATE_ATTEMPTS;
use crate::link::{CreateLinkError, Link, Links, QueryForwarding, Slug};
use crate::ports::{InsertLink, StoreError, UnitOfWork};

type Inserted = Result<Link, CreateLinkError>;

impl Links {
    /// Creates a link from each draft, in order, as [`Links::create`] would, and returns the outcome of each; `forwarding` is the
    /// default of their owner. A [`StoreError`] fails all of them.
    pub(super) async fn insert_all(
        &self,
        unit: &dyn UnitOfWork,
        drafts: &[&Draft],
        forwarding: QueryForwarding,
    ) -> Result<Vec<Inserted>, StoreError> {
        let mut results: Vec<Option<Inserted>> = drafts.iter().map(|_| None).collect();
        for _ in 0..GENERATE_ATTEMPTS {
            let open = (0..drafts.len()).filter(|index| results[*index].is_none());
            let open: Vec<usize> = open.collect();
            if open.is_empty() {
                break;
            }
            self.insert_open(unit, drafts, forwarding, &open, &mut results)
                .await?;
        }
        let results = results.into_iter();
        Ok(results
            .map(|result| result.unwrap_or(Err(CreateLinkError::NoFreeSlug)))
            .collect())
    }

    /// Tries the drafts at the `open` indices once. Those whose generated slug was taken stay open.
    async fn insert_open(
        &self,
        unit: &dyn UnitOfWork,
        drafts: &[&Draft],
        forwarding: QueryForwarding,
        open: &[usize],
        results: &mut [Option<Inserted>],
    ) -> Result<(), StoreError> {
        let mut indices = Vec::with_capacity(open.len());
        let mut links: Vec<InsertLink> = Vec::with_capacity(open.len());
        for &index in open {
            let chosen = drafts[index].slug.clone();
            match chosen.map_or_else(|| Slug::generate(&*self.ports.random), Ok) {
                Ok(slug) => {
                    indices.push(index);
                    links.push(drafts[index].with_slug(slug, forwarding));
                }
                Err(error) => results[index] = Some(Err(error.into())),
            }
        }
        let inserted = unit.link_batches().insert(&links).await?;
        let mut reserved: Vec<LinkId> = Vec::new();
        for (index, mut inserted) in indices.into_iter().zip(inserted) {
            if let Some(link) = &inserted
                && self.is_reserved_for_another(unit, link).await?
            {
                reserved.push(link.id);
                inserted = None;
            }
            results[index] = match inserted {
                Some(link) => Some(Ok(link)),
                None if drafts[index].slug.is_some() => Some(Err(CreateLinkError::SlugTaken)),
                None => None,
            };
        }
        if reserved.is_empty() {
            return Ok(());
        }
        unit.link_batches().delete(&reserved).await
    }
}
