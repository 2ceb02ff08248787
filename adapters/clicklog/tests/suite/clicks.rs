use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta};
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;
use korotko_core::ports::{Random, RandomError};

/// A unique click: its link has this number, from which all other fields are derived.
pub fn click(number: i64) -> Click {
    let start = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    let host = format!("host{}.example", number % 17);
    Click {
        at: start + TimeDelta::microseconds(number),
        link: LinkId(number),
        kind: ClickKind::ALL[usize::try_from(number % 3).unwrap()],
        referrer: Referrer::from_host(&host).filter(|_| number % 2 == 0),
        agent: Arc::new(Agent {
            class: AgentClass::Person,
            browser: "Firefox".repeat(usize::try_from(number % 5).unwrap()),
            os: "Linux".to_owned(),
            device: Device::ALL[usize::try_from(number % 5).unwrap()],
        }),
        language: LanguageTag::from_code("ru").filter(|_| number % 4 == 0),
        visitor: Some(VisitorHash(-number)).filter(|_| number % 3 == 0),
    }
}

/// Unique bytes across all tests and processes.
#[derive(Debug, Default)]
pub struct Unique;

impl Random for Unique {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        for chunk in buffer.chunks_mut(8) {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let number = number ^ u64::from(std::process::id()) << 32;
            let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&mixed.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
