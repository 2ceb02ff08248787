use korotko_core::click::{Click, Day, Tally};
use korotko_core::id::LinkId;
use korotko_core::ports::{StoreError, Visit};

use crate::state::State;

impl State {
    /// Counts clicks, as [`Clicks::fold`](korotko_core::click::Clicks::fold) does. Clicks of links that do not exist are not
    /// counted.
    pub(crate) fn count_clicks(&mut self, clicks: &[Click]) {
        let known = clicks
            .iter()
            .filter(|click| self.links.find(click.link).is_some());
        let known: Vec<&Click> = known.collect();
        let visits = known.iter().enumerate();
        let visits = visits.filter_map(|(index, click)| Some((index, visit(click)?)));
        let (indices, visits): (Vec<usize>, Vec<Visit>) = visits.unzip();
        let mut first_today = vec![false; known.len()];
        for (index, is_first) in indices.into_iter().zip(self.clicks.insert_visits(&visits)) {
            first_today[index] = is_first;
        }
        let owner = |link| self.links.find(link).and_then(|link| link.owner);
        let tallies = Tally::from_clicks(known, owner, |index| first_today[index]);
        self.add_tallies(&tallies);
    }

    pub(crate) fn add_tallies(&mut self, tallies: &[Tally]) {
        self.rollups.add(tallies);
        for tally in tallies {
            self.links.add_clicks(tally);
        }
    }

    pub(crate) fn refuse_unknown_link(&self, link: LinkId) -> Result<(), StoreError> {
        let known = self.links.find(link).is_some();
        known.then_some(()).ok_or(StoreError::Missing)
    }

    pub(crate) fn reset_consumed(&mut self, link: LinkId, free: u64) -> Result<(), StoreError> {
        let found = self.links.find(link).ok_or(StoreError::Missing)?;
        self.clicks.reset_consumed(link, found.clicks.counts, free);
        self.update_exhausted(link);
        Ok(())
    }
}

fn visit(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::from_timestamp(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}
