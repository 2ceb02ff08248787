mod count;
mod daily;
mod period;
mod top_links;
