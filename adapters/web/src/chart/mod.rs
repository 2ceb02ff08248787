//! Charts as inline SVG, which takes its colours from the style sheet. Each has the numbers as text beside it.

mod bars;
mod pairs;
mod sparkline;

pub(crate) use bars::{Bar, bars};
pub(crate) use pairs::pairs;
pub(crate) use sparkline::sparkline;
