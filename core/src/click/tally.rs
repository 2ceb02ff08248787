use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Click, ClickKind, Counts, Dimension, QuarterHour};
use crate::id::{LinkId, UserId};
use crate::ports::Timestamp;

/// The counts of the clicks of one link within one quarter hour: the input of roll-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The link.
    pub link: LinkId,
    /// The owner; `None` for an anonymous link.
    pub owner: Option<UserId>,
    /// The quarter hour.
    pub quarter: QuarterHour,
    /// All clicks.
    pub counts: Counts,
    /// When the last click was.
    pub last_at: Timestamp,
    /// When the last click of a person was.
    pub last_human_at: Option<Timestamp>,
    /// The clicks by value of each dimension, each value once.
    pub values: Vec<((Dimension, String), Counts)>,
}

impl Tally {
    /// Adds up clicks by link and quarter hour, in ascending order. `owner` returns the owner of a link; `first_today` returns
    /// for the index of a click whether its visitor is counted with it.
    pub fn from_clicks<'a>(
        clicks: impl IntoIterator<Item = &'a Click>,
        owner: impl Fn(LinkId) -> Option<UserId>,
        first_today: impl Fn(usize) -> bool,
    ) -> Vec<Self> {
        let clicks = clicks.into_iter().enumerate();
        let mut clicks: Vec<_> = clicks
            .map(|(index, click)| {
                (
                    (click.link, QuarterHour::from_timestamp(click.at)),
                    index,
                    click,
                )
            })
            .collect();
        // Grouped by tally, so that the memory of each is touched once.
        clicks.sort_by_key(|(key, ..)| *key);
        let tallies = clicks.chunk_by(|(one, ..), (next, ..)| one == next);
        let mut index = Index::default();
        let tallies = tallies.filter_map(|clicks| {
            let ((link, quarter), _, first) = clicks.first()?;
            let mut draft = Draft::new(first.at, &mut index);
            for (_, index, click) in clicks {
                draft.add(click, Counts::one(click.kind, first_today(*index)));
            }
            Some(draft.into_tally(*link, *quarter, owner(*link)))
        });
        tallies.collect()
    }
}

/// A value of a click, of which most repeat.
type Value<'a> = (Dimension, &'a str);

/// Where the values of a tally are.
type Index<'a> = HashMap<Value<'a>, usize, RandomState>;

/// A tally in the making.
struct Draft<'a, 'i> {
    counts: Counts,
    last_at: Timestamp,
    last_human_at: Option<Timestamp>,
    values: Vec<(Value<'a>, Counts)>,
    /// Reused, since most tallies are small.
    index: &'i mut Index<'a>,
}

impl<'a, 'i> Draft<'a, 'i> {
    fn new(at: Timestamp, index: &'i mut Index<'a>) -> Self {
        index.clear();
        Self {
            counts: Counts::default(),
            last_at: at,
            last_human_at: None,
            values: Vec::new(),
            index,
        }
    }

    fn add(&mut self, click: &'a Click, one: Counts) {
        self.counts += one;
        self.last_at = self.last_at.max(click.at);
        if click.kind == ClickKind::Human {
            self.last_human_at = self.last_human_at.max(Some(click.at));
        }
        for dimension in Dimension::ALL {
            let value = (dimension, dimension.value(click));
            let next = self.values.len();
            match *self.index.entry(value).or_insert(next) {
                at if at < next => self.values[at].1 += one,
                _ => self.values.push((value, one)),
            }
        }
    }

    fn into_tally(self, link: LinkId, quarter: QuarterHour, owner: Option<UserId>) -> Tally {
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
