//! The contract of the port.

use std::future::{Ready, ready};
use std::sync::Arc;

use korotko_contract::host_lists::HostListsFixture;
use korotko_contract::host_lists_contract;
use korotko_hostlist::{FileHostLists, HostListFiles};

use super::files::Files;

fn fixture() -> Ready<HostListsFixture> {
    ready(HostListsFixture::new(|blocked, shorteners| {
        let files = Files::new();
        let blocked = blocked.map(|hosts| files.write("blocked", hosts.join("\n")));
        let shorteners = files.write("shorteners", shorteners.join("\n"));
        let files_of = HostListFiles {
            blocked: blocked.into_iter().collect(),
            shorteners: vec![shorteners],
        };
        Arc::new(FileHostLists::load(files_of).unwrap())
    }))
}

host_lists_contract!(fixture);
