use std::sync::Arc;

use chrono::DateTime;
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, Referrer, Tongue, VisitorHash,
};
use korotko_core::id::LinkId;
use korotko_core::ports::ClickLogId;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::record::MAX_RECORD;
use super::{Decoder, Next, Record, header};

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
            language: language.map(|code| Tongue::from_code(&code).unwrap()),
            visitor: visitor.map(VisitorHash),
        }
    }
}

fn decoded(bytes: &[u8]) -> (Vec<Click>, Next) {
    let mut decoder = Decoder::new(bytes);
    let mut clicks = Vec::new();
    loop {
        match decoder.next() {
            Next::Click(click) => clicks.push(click),
            end => return (clicks, end),
        }
    }
}

proptest! {
    #[test]
    fn clicks_survive_the_way_there_and_back(clicks in prop::collection::vec(clicks(), 0..8)) {
        let records: Vec<Record> = clicks.iter().map(Record::of).collect();
        let bytes: Vec<u8> = records.iter().flat_map(|record| record.as_bytes().to_vec()).collect();
        let (found, end) = decoded(&bytes);
        prop_assert_eq!(found, clicks);
        prop_assert!(matches!(end, Next::Short));
    }

    #[test]
    fn any_changed_byte_is_noticed(click in clicks(), place: prop::sample::Index, change in 1..=u8::MAX) {
        let mut bytes = Record::of(&click).as_bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        prop_assert_eq!(decoded(&bytes).0, vec![]);
    }

    #[test]
    fn a_torn_record_is_short_and_not_broken(click in clicks(), place: prop::sample::Index) {
        let record = Record::of(&click);
        let (found, end) = decoded(&record.as_bytes()[..place.index(record.as_bytes().len())]);
        prop_assert_eq!(found, vec![]);
        prop_assert!(matches!(end, Next::Short));
    }

    #[test]
    fn whatever_stands_in_a_file_does_no_harm(bytes: Vec<u8>) {
        decoded(&bytes);
    }

    #[test]
    fn a_header_with_a_changed_byte_is_none(id: u128, place in 0..header::LENGTH, change in 1..=u8::MAX) {
        let mut header = header::encode(ClickLogId(id));
        prop_assert_eq!(header::decode(&header), Some(ClickLogId(id)));
        header[place] ^= change;
        prop_assert_eq!(header::decode(&header), None);
    }
}

#[test]
fn a_text_that_is_too_long_is_cut_between_characters() {
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
        language: Tongue::from_code("rus"),
        visitor: Some(VisitorHash(-1)),
    };
    let record = Record::of(&long);
    assert!(record.as_bytes().len() <= MAX_RECORD);
    let (found, _) = decoded(record.as_bytes());
    assert_eq!(found[0].agent.browser, "я".repeat(127));
    assert_eq!(found[0].agent.os, "o".repeat(255));
    assert_eq!(found[0].referrer, long.referrer);
}

/// Changed by hand, this would make files of an earlier process unreadable: then it takes a new version.
#[test]
fn a_record_has_these_bytes() {
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
        language: Tongue::from_code("en"),
        visitor: Some(VisitorHash(-2)),
    };
    let record = Record::of(&click);
    let payload = b"\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x02\x01\x03\x01B\0\x03a.b\x02en\x01\xfe\xff\xff\xff\xff\xff\xff\xff";
    assert_eq!(record.as_bytes()[..2], [38, 0]);
    assert_eq!(record.as_bytes()[6..], *payload);
}
