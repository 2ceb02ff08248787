mod count;
mod daily;
mod period;
