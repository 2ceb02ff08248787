//! The form in which many stretches' clicks are kept together by what they say in one dimension, in two columns. The first has
//! each value's sum over all stretches, as a [breakdown](crate::breakdown) has it; the second begins with its version and has
//! each value's [series](crate::series), in the same order. Whoever asks for the whole time reads the first alone. One column
//! behind the other is a pack, and where one pack ends the next may begin, so that a database can hand out many at once.
//! Where nobody asks for less than the whole time, there is a first column alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::{ControlFlow, Range};

use korotko_core::click::{Counts, Dimension, Quarter};
use korotko_core::ports::StoreError;

use crate::breakdown::{self, MOST_VALUES};
use crate::series::{self, Stretch};

/// What the two columns hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ValueColumns {
    /// The sums.
    pub(crate) sums: Vec<u8>,
    /// The series.
    pub(crate) series: Vec<u8>,
}

/// Values with their stretches, to be added to.
#[derive(Debug, Default)]
pub(crate) struct ValueSeries(BTreeMap<String, Vec<Stretch>>);

impl ValueSeries {
    /// Adds what columns hold.
    pub(crate) fn add_columns(&mut self, columns: &ValueColumns) -> Result<(), StoreError> {
        let pack = [&*columns.sums, &columns.series].concat();
        each_value(&pack, |(value, _), rest| {
            let mut stretches = Vec::new();
            series::take(rest, |place, counts| {
                stretches.push((place, counts));
                ControlFlow::Continue(())
            })?;
            self.add(value, stretches);
            Some(())
        })
    }

    /// Adds the breakdown of one stretch.
    pub(crate) fn add_stretch(&mut self, place: i64, breakdown: &[u8]) -> Result<(), StoreError> {
        for entry in breakdown::decode(breakdown) {
            let (value, counts) = entry?;
            self.add(value, [(place, counts)]);
        }
        Ok(())
    }

    fn add(&mut self, value: &str, stretches: impl IntoIterator<Item = Stretch>) {
        if let Some(known) = self.0.get_mut(value) {
            known.extend(stretches);
        } else {
            let stretches = stretches.into_iter().collect();
            self.0.insert(value.to_owned(), stretches);
        }
    }

    /// As columns, where each place is a quarter of an hour.
    pub(crate) fn encode(mut self) -> Result<ValueColumns, StoreError> {
        self.cap();
        let mut series = vec![series::VERSION];
        for stretches in self.0.values_mut() {
            series::put(&mut series, stretches)?;
        }
        let sums = self.encode_sums()?;
        Ok(ValueColumns { sums, series })
    }

    /// The sums alone.
    pub(crate) fn encode_sums(self) -> Result<Vec<u8>, StoreError> {
        let sums = self.0.iter().map(|(value, stretches)| {
            let sum = stretches.iter().map(|(_, counts)| *counts).sum();
            (value.as_str(), sum)
        });
        breakdown::encode_all(&sums.collect::<Vec<_>>())
    }

    /// Where there are too many values in a day, the most clicked stay, and the others become the rest. What quarters of an hour
    /// tell apart may be many times what a day does.
    fn cap(&mut self) {
        if self.0.len() <= MOST_VALUES {
            return;
        }
        let rare = self.rare();
        let mut rest = Vec::new();
        for (value, stretches) in &mut self.0 {
            stretches.retain(|stretch| {
                let is_rare = rare.contains(&(day(stretch), value.clone()));
                rest.extend(is_rare.then_some(*stretch));
                !is_rare
            });
        }
        self.0.retain(|_, stretches| !stretches.is_empty());
        self.add(Dimension::REST, rest);
    }

    /// Of each day the values that are too many.
    fn rare(&self) -> HashSet<(i64, String)> {
        let mut days: BTreeMap<i64, BTreeMap<&str, u64>> = BTreeMap::new();
        for (value, stretches) in &self.0 {
            // The rest stays the rest, however much it is.
            for stretch in stretches.iter().filter(|_| value != Dimension::REST) {
                let values = days.entry(day(stretch)).or_default();
                *values.entry(value).or_default() += stretch.1.clicks();
            }
        }
        let rare = days.into_iter().flat_map(|(day, values)| {
            let mut values: Vec<_> = values.into_iter().collect();
            values.sort_by_key(|(_, clicks)| Reverse(*clicks));
            let rare = values.into_iter().skip(MOST_VALUES - 1);
            rare.map(move |(value, _)| (day, value.to_owned()))
        });
        rare.collect()
    }
}

fn day((quarter, _): &Stretch) -> i64 {
    quarter.div_euclid(Quarter::PER_DAY)
}

/// Reads packs of `length` places each: each value of each that has clicks at these places, and how many.
pub(crate) fn sums_within<'b>(
    packs: &'b [u8],
    places: &Range<i64>,
    length: i64,
    mut each: impl FnMut(&'b str, Counts),
) -> Result<(), StoreError> {
    // What lies at the end is the sum but for what lies before it, so that the end need not be read.
    let is_end = places.end >= length;
    let read = if is_end { &(0..places.start) } else { places };
    each_value(packs, |(value, total), rest| {
        let mut sum = Counts::default();
        series::take(rest, |place, counts| {
            if place >= read.end {
                return ControlFlow::Break(());
            }
            if place >= read.start {
                sum += counts;
            }
            ControlFlow::Continue(())
        })?;
        if is_end {
            sum = total.without(&sum);
        }
        if !sum.is_empty() {
            each(value, sum);
        }
        Some(())
    })
}

fn each_value<'b>(
    mut packs: &'b [u8],
    mut take: impl FnMut((&'b str, Counts), &mut &'b [u8]) -> Option<()>,
) -> Result<(), StoreError> {
    let broken = || StoreError::broken("the series of a breakdown cannot be read");
    while !packs.is_empty() {
        let values = breakdown::take(&mut packs)?;
        let (version, series) = packs.split_first().ok_or_else(broken)?;
        packs = series;
        if *version != series::VERSION {
            return Err(broken());
        }
        for value in values {
            take(value, &mut packs).ok_or_else(broken)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use proptest::prelude::*;

    use super::*;
    use crate::series::tests::{by_place, some_stretches};

    /// Of how many places the series are.
    const LENGTH: i64 = 6_144;

    type Values = BTreeMap<String, Vec<Stretch>>;

    fn some_values() -> impl Strategy<Value = Values> {
        prop::collection::btree_map("[a-cё.]{0,3}", some_stretches(), 0..6)
    }

    fn encoded(values: &[&Values]) -> ValueColumns {
        let mut all = ValueSeries::default();
        for (value, stretches) in values.iter().copied().flatten() {
            all.add(value, stretches.iter().copied());
        }
        all.encode().unwrap()
    }

    fn within(columns: &ValueColumns, places: Range<i64>) -> BTreeMap<String, Counts> {
        let mut found = BTreeMap::new();
        let pack = [&*columns.sums, &columns.series].concat();
        // Twice, one behind the other.
        sums_within(&pack.repeat(2), &places, LENGTH, |value, counts| {
            if let Some(first) = found.insert(value.to_owned(), counts) {
                assert_eq!(first, counts);
            }
        })
        .unwrap();
        found
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_by_place(
            values in some_values(),
            start in 0..LENGTH,
            length in 0..4_000_i64,
        ) {
            let places = start..start + length;
            let expected = values.iter().map(|(value, stretches)| {
                let by_place = by_place(stretches);
                (value.clone(), by_place.range(places.clone()).map(|(_, counts)| *counts).sum())
            });
            let expected: BTreeMap<String, Counts> =
                expected.filter(|(_, sum): &(_, Counts)| !sum.is_empty()).collect();
            prop_assert_eq!(within(&encoded(&[&values]), places), expected);
        }

        #[test]
        fn the_first_column_has_the_sums(values in some_values()) {
            let columns = encoded(&[&values]);
            let mut sums: BTreeMap<String, Counts> = BTreeMap::new();
            for entry in breakdown::decode(&columns.sums) {
                let (value, sum) = entry.unwrap();
                if !sum.is_empty() {
                    sums.insert(value.to_owned(), sum);
                }
            }
            prop_assert_eq!(sums, within(&columns, 0..LENGTH));
        }

        #[test]
        fn what_is_added_to_columns_is_as_if_it_had_been_there(old in some_values(), new in some_values()) {
            let mut grown = ValueSeries::default();
            grown.add_columns(&encoded(&[&old])).unwrap();
            grown.add_columns(&encoded(&[&new])).unwrap();
            prop_assert_eq!(grown.encode().unwrap(), encoded(&[&old, &new]));
        }

        #[test]
        fn what_is_cut_off_is_refused(values in some_values(), cut in any::<prop::sample::Index>()) {
            let columns = encoded(&[&values]);
            let pack = [&*columns.sums, &columns.series].concat();
            let length = 1 + cut.index(pack.len() - 1);
            let read = sums_within(&pack[..length], &(0..9), LENGTH, |_, _| ());
            prop_assert!(matches!(read, Err(StoreError::Broken(_))));
        }
    }

    #[test]
    fn of_too_many_values_of_a_day_the_most_clicked_stay_and_the_others_are_one() {
        let counts = |humans| Counts {
            humans,
            ..Counts::default()
        };
        let mut values = ValueSeries::default();
        for quarter in 0..20 {
            let hosts = (0..900).map(|host| format!("{quarter:02}-{host:03}"));
            let hosts: Vec<String> = hosts.collect();
            let known = [("*", counts(2)), ("a.example", counts(5))];
            let stretch = known
                .into_iter()
                .chain(hosts.iter().map(|host| (host.as_str(), counts(1))));
            let mut stretch: Vec<_> = stretch.collect();
            stretch.sort_unstable_by_key(|(value, _)| *value);
            // The half of them on the next day.
            let stretch = breakdown::encode(stretch).unwrap();
            values
                .add_stretch(quarter % 2 * 96 + quarter, &stretch)
                .unwrap();
        }
        let columns = values.encode().unwrap();
        for day in [0, 96] {
            let found = within(&columns, day..day + 96);
            assert_eq!(found.len(), MOST_VALUES);
            assert_eq!(found["a.example"], counts(50));
            let sum: Counts = found.values().copied().sum();
            assert_eq!(sum, counts(10 * 907));
        }
    }

    #[test]
    fn a_breakdown_is_added_at_its_place() {
        let counts = |humans| Counts {
            humans,
            ..Counts::default()
        };
        let mut values = ValueSeries::default();
        for (place, humans) in [(5, 3), (2, 1), (5, 4)] {
            let stretch = breakdown::encode([("a", counts(humans))]).unwrap();
            values.add_stretch(place, &stretch).unwrap();
        }
        let columns = values.encode().unwrap();
        for (places, humans) in [(0..6, 8), (3..6, 7), (2..5, 1)] {
            assert_eq!(within(&columns, places)["a"], counts(humans));
        }
    }
}
