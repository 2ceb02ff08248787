//! The part of a subject's clicks that a row, or a section of a row, holds.

use std::fmt;

use korotko_core::click::Dimension;

use crate::period::PARTS;

/// Small rows hold all facets; large rows are split by what is read separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Facet {
    /// All facets: the sections [`Quarters`](Self::Quarters) and [`Values`](Self::Values).
    Whole,
    /// Counts by quarter hour.
    Quarters,
    /// Counts by day.
    Days,
    /// Counts by quarter hour, for one of the [parts](PARTS) of each day.
    Part(i64),
    /// The values of a dimension, with counts by quarter hour.
    Values(Dimension),
    /// The values of a dimension, with the sum of their counts.
    Sums(Dimension),
}

const FIRST_PART: i64 = 3;
const FIRST_VALUES: i64 = 16;

impl Facet {
    /// The code in keys and rows: below 128, never reused.
    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Whole => 0,
            Self::Quarters => 1,
            Self::Days => 2,
            Self::Part(part) => FIRST_PART + part,
            Self::Values(dimension) => FIRST_VALUES + 2 * number_of(dimension),
            Self::Sums(dimension) => FIRST_VALUES + 2 * number_of(dimension) + 1,
        }
    }

    /// The facet with this code.
    pub(crate) fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Whole),
            1 => Some(Self::Quarters),
            2 => Some(Self::Days),
            FIRST_PART..FIRST_VALUES => {
                Some(Self::Part(code - FIRST_PART)).filter(|_| code < FIRST_PART + PARTS)
            }
            _ => {
                let number = (code - FIRST_VALUES).div_euclid(2);
                let of = Dimension::ALL
                    .into_iter()
                    .find(|of| number_of(*of) == number)?;
                Some(match code % 2 {
                    0 => Self::Values(of),
                    _ => Self::Sums(of),
                })
            }
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("all facets"),
            Self::Quarters => f.write_str("counts"),
            Self::Days => f.write_str("counts by day"),
            Self::Part(part) => write!(f, "counts of part {part} of the days"),
            Self::Values(dimension) => write!(f, "values of {}", dimension.name()),
            Self::Sums(dimension) => write!(f, "sums by {}", dimension.name()),
        }
    }
}

/// The number of the dimension in keys and rows, never reused.
fn number_of(dimension: Dimension) -> i64 {
    match dimension {
        Dimension::Referrer => 0,
        Dimension::Browser => 1,
        Dimension::Os => 2,
        Dimension::Device => 3,
        Dimension::Language => 4,
    }
}
