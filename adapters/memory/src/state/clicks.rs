use korotko_core::click::{Click, Day, Tally};
use korotko_core::id::LinkId;
use korotko_core::ports::{StoreError, Visit};

use crate::state::State;
use crate::tables::rollups::Whose;

impl State {
    /// Counts clicks, as [`Clicks::fold`](korotko_core::click::Clicks::fold) does. Those of links that are gone count nowhere.
    pub(crate) fn count_clicks(&mut self, clicks: &[Click]) {
        let known = clicks
            .iter()
            .filter(|click| self.links.find(click.link).is_some());
        let known: Vec<&Click> = known.collect();
        let visits = known.iter().map(|click| visit(click));
        let first_today: Vec<bool> = visits
            .map(|visit| visit.is_some_and(|visit| self.clicks.insert_visit(visit)))
            .collect();
        let owner = |link| self.links.find(link).and_then(|link| link.owner);
        for tally in Tally::of(known, owner, |place| first_today[place]) {
            self.add_tally(&tally);
        }
    }

    pub(crate) fn add_tally(&mut self, tally: &Tally) {
        self.rollups.add(Whose::Link(tally.link), tally);
        if let Some(owner) = tally.owner {
            self.rollups.add(Whose::Owner(owner), tally);
        }
        self.links.add_clicks(tally);
    }

    pub(crate) fn refuse_unknown_link(&self, link: LinkId) -> Result<(), StoreError> {
        let known = self.links.find(link).is_some();
        known.then_some(()).ok_or(StoreError::Missing)
    }

    pub(crate) fn reset_taken(&mut self, link: LinkId, free: u64) -> Result<(), StoreError> {
        let found = self.links.find(link).ok_or(StoreError::Missing)?;
        self.clicks.reset_taken(link, found.clicks.counts, free);
        self.note_taken(link);
        Ok(())
    }
}

fn visit(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::of(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}
