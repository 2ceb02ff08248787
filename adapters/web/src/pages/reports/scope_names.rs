use std::collections::HashMap;

use korotko_core::FindError;
use korotko_core::id::UserId;
use korotko_core::link::{Link, LinkFilter};
use korotko_core::ports::{LinkSort, LinkSortKey};
use korotko_core::report::ReportScope;

use super::scope;
use crate::failure::Failure;
use crate::visit::Visit;

/// The number of collections and of links that can be chosen.
const CHOICES: u32 = 100;

/// The scopes of one kind that can be chosen.
#[derive(Debug)]
pub(super) struct Group {
    /// The key of its heading.
    pub(super) heading: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// A scope that can be chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The name that is sent.
    pub(super) value: String,
    pub(super) name: String,
}

/// The names of collections and links of whoever is signed in, each looked up once.
pub(super) struct ScopeNames<'a> {
    visit: &'a Visit<'a>,
    owner: UserId,
    /// `None` for what no longer exists.
    known: HashMap<ReportScope, Option<String>>,
}

impl<'a> ScopeNames<'a> {
    pub(super) fn new(visit: &'a Visit<'a>, owner: UserId) -> Self {
        Self {
            visit,
            owner,
            known: HashMap::new(),
        }
    }

    /// The newest collections and the most clicked links, and of the others those of `wanted`.
    pub(super) async fn choices(&mut self, wanted: &[ReportScope]) -> Result<Vec<Group>, Failure> {
        let mut collections = self.collections().await?;
        let mut links = self.links().await?;
        for wanted in wanted {
            let all = match wanted {
                ReportScope::All => continue,
                ReportScope::Collection(_) => &mut collections,
                ReportScope::Link(_) => &mut links,
            };
            let value = scope::name(*wanted);
            let is_listed = all.iter().any(|choice| choice.value == value);
            if let Some(name) = self.find(*wanted).await?
                && !is_listed
            {
                all.push(Choice { value, name });
            }
        }
        let groups = [("menu-collections", collections), ("links-title", links)];
        let groups = groups
            .into_iter()
            .filter(|(_, choices)| !choices.is_empty());
        let groups = groups.map(|(heading, choices)| Group { heading, choices });
        Ok(groups.collect())
    }

    /// What a report is about.
    pub(super) async fn name(&mut self, scope: ReportScope) -> Result<String, Failure> {
        let found = self.find(scope).await?;
        Ok(found.unwrap_or_else(|| self.visit.text("reports-gone")))
    }

    async fn find(&mut self, scope: ReportScope) -> Result<Option<String>, Failure> {
        if let Some(known) = self.known.get(&scope) {
            return Ok(known.clone());
        }
        let korotko = &self.visit.site.korotko;
        let name = match scope {
            ReportScope::All => Some(self.visit.text("reports-all")),
            ReportScope::Collection(id) => {
                let found = korotko.collections.read(self.owner, id).await;
                existing(found)?.map(|collection| collection.name.to_string())
            }
            ReportScope::Link(id) => {
                let found = korotko.links.read(self.owner, id).await;
                existing(found)?.map(|link| link_name(&link))
            }
        };
        self.known.insert(scope, name.clone());
        Ok(name)
    }

    async fn collections(&mut self) -> Result<Vec<Choice>, Failure> {
        let collections = &self.visit.site.korotko.collections;
        let listed = collections.list(self.owner, None, None, CHOICES).await?;
        let collections = listed.items.iter();
        let named = collections.map(|one| (ReportScope::Collection(one.id), one.name.to_string()));
        Ok(self.learn(named))
    }

    async fn links(&mut self) -> Result<Vec<Choice>, Failure> {
        let most_clicked = LinkSort {
            key: LinkSortKey::Clicks,
            descending: true,
        };
        let links = &self.visit.site.korotko.links;
        let filter = LinkFilter::default();
        let listed = links
            .list(self.owner, &filter, most_clicked, None, CHOICES)
            .await?;
        let links = listed.items.iter();
        Ok(self.learn(links.map(|link| (ReportScope::Link(link.id), link_name(link)))))
    }

    fn learn(&mut self, named: impl Iterator<Item = (ReportScope, String)>) -> Vec<Choice> {
        let learn = |(scope, name): (ReportScope, String)| {
            self.known.insert(scope, Some(name.clone()));
            let value = scope::name(scope);
            Choice { value, name }
        };
        named.map(learn).collect()
    }
}

/// What was found, or nothing if it does not exist.
fn existing<T>(found: Result<T, FindError>) -> Result<Option<T>, FindError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(FindError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The slug of a link, with its title if it has one.
fn link_name(link: &Link) -> String {
    match &link.title {
        Some(title) => format!("{} · {title}", link.slug),
        None => link.slug.to_string(),
    }
}
