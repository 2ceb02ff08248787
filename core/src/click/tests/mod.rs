mod fold;
mod period;
mod tally;
