use std::collections::BTreeMap;

use super::{Click, ClickKind, Counts, Dimension, Quarter};
use crate::id::{LinkId, UserId};
use crate::ports::Timestamp;

/// How the clicks of one link within one quarter of an hour add up: what roll-ups are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Of which link.
    pub link: LinkId,
    /// Whose it is; `None` for an anonymous link.
    pub owner: Option<UserId>,
    /// In which quarter.
    pub quarter: Quarter,
    /// All of them.
    pub counts: Counts,
    /// When the last of them was.
    pub last_at: Timestamp,
    /// When the last of a person was, if there was any.
    pub last_human_at: Option<Timestamp>,
    /// The same, by what they say in each dimension: each value once.
    pub values: Vec<((Dimension, String), Counts)>,
}

impl Tally {
    /// Adds up clicks by link and quarter, in the order of these. `owner` says whose a link is; `first_today` says by the
    /// place of a click whether its visitor is counted with it.
    pub fn from_clicks<'a>(
        clicks: impl IntoIterator<Item = &'a Click>,
        owner: impl Fn(LinkId) -> Option<UserId>,
        first_today: impl Fn(usize) -> bool,
    ) -> Vec<Self> {
        let clicks = clicks.into_iter().enumerate();
        let mut clicks: Vec<_> = clicks
            .map(|(index, click)| {
                (
                    (click.link, Quarter::from_timestamp(click.at)),
                    index,
                    click,
                )
            })
            .collect();
        // One tally after the other, so that the memory of each is touched once.
        clicks.sort_by_key(|(key, ..)| *key);
        let tallies = clicks.chunk_by(|(one, ..), (next, ..)| one == next);
        let tallies = tallies.filter_map(|clicks| {
            let ((link, quarter), _, first) = clicks.first()?;
            let mut draft = Draft::new(first.at);
            for (_, index, click) in clicks {
                draft.add(click, Counts::one(click.kind, first_today(*index)));
            }
            Some(draft.into_tally(*link, *quarter, owner(*link)))
        });
        tallies.collect()
    }
}

/// A tally that is being added up; it borrows what clicks say, of which most say the same.
struct Draft<'a> {
    counts: Counts,
    last_at: Timestamp,
    last_human_at: Option<Timestamp>,
    values: BTreeMap<(Dimension, &'a str), Counts>,
}

impl<'a> Draft<'a> {
    fn new(at: Timestamp) -> Self {
        Self {
            counts: Counts::default(),
            last_at: at,
            last_human_at: None,
            values: BTreeMap::new(),
        }
    }

    fn add(&mut self, click: &'a Click, one: Counts) {
        self.counts += one;
        self.last_at = self.last_at.max(click.at);
        if click.kind == ClickKind::Human {
            self.last_human_at = self.last_human_at.max(Some(click.at));
        }
        for dimension in Dimension::ALL {
            let said = (dimension, dimension.value(click));
            *self.values.entry(said).or_default() += one;
        }
    }

    fn into_tally(self, link: LinkId, quarter: Quarter, owner: Option<UserId>) -> Tally {
        let values = self.values.into_iter();
        Tally {
            link,
            owner,
            quarter,
            counts: self.counts,
            last_at: self.last_at,
            last_human_at: self.last_human_at,
            values: values
                .map(|((dimension, value), counts)| ((dimension, value.to_owned()), counts))
                .collect(),
        }
    }
}
