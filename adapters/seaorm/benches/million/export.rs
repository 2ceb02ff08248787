use std::pin::pin;
use std::time::Instant;

use futures_util::StreamExt;
use korotko_core::Korotko;
use korotko_core::mock::{MockPorts, sample};
use korotko_core::ports::Ports;

use crate::library::{Library, insert};
use crate::measure::{Database, Memory, Numbers};

/// Exports all links of one owner, who first gets as many as there were in total.
pub async fn measure(database: &Database, library: &Library, links: usize) {
    let numbers = Numbers::seeded(1);
    let owner = &library.most;
    for first in (owner.count..links).step_by(1_000) {
        insert(database, owner.id, first, links, &numbers).await;
    }
    let ports = Ports {
        store: database.store.clone(),
        ..MockPorts::default().into_ports()
    };
    let service = Korotko::new(ports, sample::settings()).unwrap().links;
    let memory = Memory::watch();
    let began = Instant::now();
    let mut exported = pin!(service.export(owner.id, true));
    let mut count = 0;
    while let Some(link) = exported.next().await {
        assert_eq!(link.unwrap().link.owner, Some(owner.id));
        count += 1;
    }
    let (took, growth) = (began.elapsed().as_secs_f64(), memory.growth());
    println!("\nExported {count} links in {took:.1} s; the peak of memory grew by {growth:.1} MB.");
}
