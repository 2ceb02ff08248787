use std::sync::Arc;

use chrono::DateTime;
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;
use korotko_core::ports::ClickLogId;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::header::Header;
use super::{Decoder, MAX_RECORD, MIN_RECORD, Next, Record, VERSION, Walk, header, walk};

prop_compose! {
    fn agents()(
        class in select(vec![AgentClass::Person, AgentClass::Bot, AgentClass::Preview]),
        browser in "\\PC{0,60}",
        os in "\\PC{0,60}",
        device in select(Device::ALL.to_vec()),
    ) -> Agent {
        Agent { class, browser, os, device }
    }
}

prop_compose! {
    fn clicks()(
        micros in -5_000_000_000_000_000..5_000_000_000_000_000_i64,
        link in any::<i64>(),
        kind in select(ClickKind::ALL.to_vec()),
        agent in agents(),
        referrer in option::of("[!-)+-~]{1,253}"),
        language in option::of("[a-zA-Z]{2,3}"),
        visitor in option::of(any::<i64>()),
    ) -> Click {
        Click {
            at: DateTime::from_timestamp_micros(micros).unwrap(),
            link: LinkId(link),
            kind,
            referrer: referrer.map(|host| Referrer::from_host(&host).unwrap()),
            agent: Arc::new(agent),
            language: language.map(|code| LanguageTag::from_code(&code).unwrap()),
            visitor: visitor.map(VisitorHash),
        }
    }
}

fn decoded(bytes: &[u8]) -> (Vec<Click>, Next) {
    let mut decoder = Decoder::new(bytes);
    let mut clicks = Vec::new();
    loop {
        match decoder.next() {
            Next::Click(number, click) => {
                assert_eq!(usize::try_from(number).unwrap(), clicks.len());
                clicks.push(click);
            }
            end => return (clicks, end),
        }
    }
}

/// A file of these clicks, without its header.
fn records(clicks: &[Click]) -> Vec<Vec<u8>> {
    let numbered = clicks.iter().zip(0..);
    let record = |(click, number)| Record::from_click(click).numbered(number).to_vec();
    numbered.map(record).collect()
}

fn record(click: &Click) -> Vec<u8> {
    records(std::slice::from_ref(click)).concat()
}

proptest! {
    #[test]
    fn clicks_survive_a_round_trip(clicks in prop::collection::vec(clicks(), 0..8)) {
        let (found, end) = decoded(&records(&clicks).concat());
        prop_assert_eq!(found, clicks);
        prop_assert!(matches!(end, Next::End));
    }

    #[test]
    fn any_changed_byte_is_detected(click in clicks(), index: prop::sample::Index, change in 1..=u8::MAX) {
        let mut bytes = record(&click);
        let index = index.index(bytes.len());
        bytes[index] ^= change;
        prop_assert_eq!(decoded(&bytes).0, vec![]);
    }

    #[test]
    fn a_torn_record_is_not_decoded(click in clicks(), index: prop::sample::Index) {
        let record = record(&click);
        let torn = &record[..index.index(record.len())];
        prop_assert_eq!(decoded(torn).0, vec![]);
        prop_assert_eq!(walk(torn), Walk { records: 0, rest: torn.len() });
    }

    #[test]
    fn the_next_complete_record_after_damaged_bytes_is_found(
        clicks in prop::collection::vec(clicks(), 2..8),
        garbage in prop::collection::vec(any::<u8>(), 0..200),
        index: prop::sample::Index,
    ) {
        let records = records(&clicks);
        let broken = index.index(clicks.len() - 1);
        let damaged = [&records[broken][1..], &garbage].concat();
        let bytes = [&damaged[..], &records[broken + 1..].concat()].concat();
        let mut decoder = Decoder::new(&bytes);
        prop_assert!(decoder.find_record());
        prop_assert_eq!(decoder.offset(), damaged.len());
        let Next::Click(number, click) = decoder.next() else { panic!("no record") };
        prop_assert_eq!((usize::try_from(number).unwrap(), &click), (broken + 1, &clicks[broken + 1]));
    }

    #[test]
    fn the_end_of_a_record_is_found_with_one_damaged_length(click in clicks(), in_prefix: bool) {
        let mut record = record(&click);
        // Its length, or that of its first text.
        let at = if in_prefix { 0 } else { 29 };
        record[at] ^= 0xff;
        prop_assert_eq!(walk(&record), Walk { records: 1, rest: 0 });
    }

    #[test]
    fn decoding_any_bytes_does_not_panic(bytes: Vec<u8>) {
        decoded(&bytes);
        Decoder::new(&bytes).find_record();
        let Walk { records, rest } = walk(&bytes);
        prop_assert!(usize::try_from(records).unwrap() * MIN_RECORD + rest <= bytes.len());
    }

    #[test]
    fn a_header_with_a_changed_byte_is_damaged(id: u128, index in 0..header::LENGTH, change in 1..=u8::MAX) {
        let mut header = header::encode(ClickLogId(id));
        prop_assert_eq!(header::decode(&header), Header::Of(ClickLogId(id)));
        header[index] ^= change;
        prop_assert_eq!(header::decode(&header), Header::Damaged);
    }
}

#[test]
fn a_header_of_another_version_is_recognised() {
    let mut header = header::encode(ClickLogId(1));
    header[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let checksum = crc32fast::hash(&header[..28]).to_le_bytes();
    header[28..].copy_from_slice(&checksum);
    assert_eq!(header::decode(&header), Header::OtherVersion(VERSION + 1));
}

#[test]
fn a_long_text_is_cut_between_characters() {
    let long = Click {
        at: DateTime::UNIX_EPOCH,
        link: LinkId(1),
        kind: ClickKind::Human,
        referrer: Referrer::from_host(&"h".repeat(253)),
        agent: Arc::new(Agent {
            browser: "я".repeat(500),
            os: "o".repeat(500),
            ..Agent::default()
        }),
        language: LanguageTag::from_code("rus"),
        visitor: Some(VisitorHash(-1)),
    };
    let record = record(&long);
    assert!(record.len() <= MAX_RECORD);
    let (found, _) = decoded(&record);
    assert_eq!(found[0].agent.browser, "я".repeat(127));
    assert_eq!(found[0].agent.os, "o".repeat(255));
    assert_eq!(found[0].referrer, long.referrer);
}

/// A change of these bytes makes files of earlier processes unreadable, and requires a new version.
#[test]
fn the_encoding_of_a_record_is_stable() {
    let click = Click {
        at: DateTime::from_timestamp_micros(1).unwrap(),
        link: LinkId(2),
        kind: ClickKind::Preview,
        referrer: Referrer::from_host("a.b"),
        agent: Arc::new(Agent {
            class: AgentClass::Bot,
            browser: "B".to_owned(),
            os: String::new(),
            device: Device::Tablet,
        }),
        language: LanguageTag::from_code("en"),
        visitor: Some(VisitorHash(-2)),
    };
    let mut record = Record::from_click(&click);
    let record = record.numbered(0x0102);
    let payload = b"\x02\x01\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x02\x01\x03\x01B\0\x03a.b\x02en\x01\xfe\xff\xff\xff\xff\xff\xff\xff";
    assert_eq!(record[..2], [42, 0]);
    assert_eq!(record[6..], *payload);
}
