use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::fold::click;
use crate::click::{Agent, Click, ClickKind, Counts, Dimension, QuarterHour, Referrer, Tally};
use crate::id::{LinkId, UserId};
use crate::mock::sample;

/// Of link 1: a person from the news, a bot a little later, and a person a quarter hour later; and one click of link 2.
fn clicks() -> [Click; 4] {
    let mut from_news = click(1);
    from_news.referrer = Referrer::from_host("news.example.com");
    from_news.agent = Arc::new(Agent {
        browser: "Firefox".to_owned(),
        ..Agent::default()
    });
    let mut bot = click(1);
    bot.kind = ClickKind::Bot;
    bot.at += TimeDelta::minutes(14);
    let mut later = click(1);
    later.at += TimeDelta::minutes(15);
    [from_news, bot, later, click(2)]
}

/// The tallies, if the first click is of a new visitor.
fn tallies() -> Vec<Tally> {
    let owner = |link: LinkId| (link.0 == 1).then_some(UserId(7));
    Tally::from_clicks(&clicks(), owner, |index| index == 0)
}

#[test]
fn clicks_are_tallied_by_link_and_quarter_hour() {
    let tallies = tallies();
    let keys = tallies
        .iter()
        .map(|tally| (tally.link.0, tally.quarter, tally.owner));
    let quarter = QuarterHour::from_timestamp(sample::now());
    let next = QuarterHour(quarter.0 + 1);
    let ann = Some(UserId(7));
    let expected = [(1, quarter, ann), (1, next, ann), (2, quarter, None)];
    assert_eq!(keys.collect::<Vec<_>>(), expected);
    let both = Counts::one(ClickKind::Human, true) + Counts::one(ClickKind::Bot, false);
    let last_at = sample::now() + TimeDelta::minutes(14);
    assert_eq!((tallies[0].counts, tallies[0].last_at), (both, last_at));
}

#[test]
fn clicks_are_tallied_by_value_of_each_dimension() {
    let first = tallies().swap_remove(0);
    let (human, bot) = (
        Counts::one(ClickKind::Human, true),
        Counts::one(ClickKind::Bot, false),
    );
    let values = first.values.iter();
    let values: BTreeMap<_, _> = values.map(|(key, counts)| (key.clone(), *counts)).collect();
    let of = |dimension, value: &str| values.get(&(dimension, value.to_owned())).copied();
    assert_eq!(of(Dimension::Referrer, "news.example.com"), Some(human));
    assert_eq!(of(Dimension::Referrer, ""), Some(bot));
    assert_eq!(of(Dimension::Browser, "Firefox"), Some(human));
    assert_eq!(of(Dimension::Language, ""), Some(human + bot));
    for dimension in Dimension::ALL {
        let own = values.iter().filter(|((other, _), _)| *other == dimension);
        let sum: Counts = own.map(|(_, counts)| *counts).sum();
        assert_eq!(sum, first.counts, "{dimension:?}");
    }
}
