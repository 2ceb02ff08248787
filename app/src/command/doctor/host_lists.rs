use korotko_core::ports::HostList;
use korotko_hostlist::{FileHostLists, ListStatus};

use super::finding::Finding;
use crate::composition::Config;

pub(super) const NAME: &str = "host-lists";

/// Whether the lists of hosts can be read.
pub(super) fn check(config: &Config) -> Vec<Finding> {
    let lists = match FileHostLists::load(config.abuse.host_lists.clone()) {
        Ok(lists) => lists.status(),
        Err(error) => {
            let message = crate::http::problem::causes(&error);
            let advice = "let the service read the file, or correct KOROTKO_BLOCKED_HOSTS or KOROTKO_SHORTENER_HOSTS: it does not start without the file";
            return vec![Finding::failure(NAME, message, advice)];
        }
    };
    if lists.is_empty() {
        return vec![Finding::ok(NAME, "there are no lists of hosts")];
    }
    lists.into_iter().map(examine).collect()
}

fn examine((list, status): (HostList, ListStatus)) -> Finding {
    let ListStatus {
        hosts,
        skipped_lines,
    } = status;
    let name = list.name();
    if skipped_lines == 0 {
        return Finding::ok(NAME, format!("{name}: {hosts} hosts"));
    }
    let message = format!("{name}: {hosts} hosts, and {skipped_lines} lines that cannot be read");
    let advice = "give each line a host, a domain that begins with a dot, or an address and its hosts, or begin it with #";
    Finding::warning(NAME, message, advice)
}
