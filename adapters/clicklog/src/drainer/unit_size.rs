use std::time::Duration;

/// The time that a unit of work should take. Others wait for it to write: the units that take three times as long, because the
/// processor is busy, stay below what they notice, 200 ms.
const TARGET: Duration = Duration::from_millis(60);

/// About 1,000 links: smaller units take longer to begin and commit than others save by them.
const MIN: usize = 32 << 10;

/// About 50,000 links, the most that a store locks at once.
const MAX: usize = 1_600_000;

/// The size of the next unit of work, by the time that the last ones took on this store.
#[derive(Debug)]
pub(super) struct UnitSize(usize);

impl Default for UnitSize {
    fn default() -> Self {
        Self(MIN)
    }
}

impl UnitSize {
    pub(super) fn next(&self) -> usize {
        self.0
    }

    /// Adapts it to a unit of this size. It changes by at most a factor of two, since one measurement may be wrong, and it does not
    /// grow by a small unit, which takes most of its time to begin and commit.
    pub(super) fn adapt(&mut self, size: usize, taken: Duration) {
        let share = TARGET.as_secs_f64() / taken.as_secs_f64().max(0.001);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an estimate"
        )]
        let fitting = (size as f64 * share) as usize;
        if taken > TARGET || size >= self.0 / 2 {
            self.0 = fitting.clamp(self.0 / 2, self.0 * 2).clamp(MIN, MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The size after this many full units of a store that takes this long for a click.
    fn size_on(each: Duration, units: u32) -> usize {
        let mut size = UnitSize::default();
        for _ in 0..units {
            let taken = each * u32::try_from(size.next()).unwrap_or(u32::MAX);
            size.adapt(size.next(), taken);
        }
        size.next()
    }

    #[test]
    fn units_take_60_milliseconds() {
        for (each, expected) in [(1_000, 60_000), (200, 300_000_usize)] {
            let size = size_on(Duration::from_nanos(each), 9);
            assert!(size.abs_diff(expected) < 9, "{size}");
        }
    }

    #[test]
    fn units_have_a_smallest_and_a_largest_size() {
        assert_eq!(size_on(Duration::from_micros(50), 9), MIN);
        assert_eq!(size_on(Duration::from_nanos(1), 9), MAX);
    }

    #[test]
    fn one_slow_unit_halves_the_size_and_small_units_do_not_enlarge_it() {
        let mut size = UnitSize(400_000);
        size.adapt(400_000, Duration::from_secs(9));
        assert_eq!(size.next(), 200_000);
        size.adapt(1_000, Duration::from_micros(100));
        assert_eq!(size.next(), 200_000);
        size.adapt(1_000, Duration::from_millis(59));
        assert_eq!(size.next(), 200_000);
    }
}
