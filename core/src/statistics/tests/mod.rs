mod count;
mod period;
