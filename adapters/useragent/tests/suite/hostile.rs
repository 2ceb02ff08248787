use std::cell::RefCell;
use std::collections::HashSet;

use korotko_core::click::AgentClass;
use korotko_useragent::AgentReader;
use proptest::prelude::*;

/// More names than any table has.
const MANY: usize = 90;

#[test]
fn invented_names_are_not_returned() {
    let reader = AgentReader::new();
    let mut names = HashSet::new();
    for number in 0..4_000 {
        let header = format!(
            "Mozilla/5.0 (System{number}; Device{number}) Browser{number}/1.0 Engine{number}/2.0"
        );
        let agent = reader.read(header.as_bytes());
        names.insert((agent.browser.clone(), agent.os.clone()));
    }
    assert_eq!(names, HashSet::from([(String::new(), String::new())]));
}

#[test]
fn the_number_of_cached_headers_is_limited() {
    let reader = AgentReader::new();
    let common = b"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    let first = reader.read(common);
    for number in 0..6_000 {
        let header = format!("Mozilla/5.0 (Windows NT 10.0) {number} {}", "x".repeat(600));
        let _ = reader.read(header.as_bytes());
    }
    // The cache rounds up for each of its parts.
    assert!(reader.cached_count() <= AgentReader::MAX_CACHED * 11 / 10);
    assert_eq!(reader.read(common), first);
}

#[test]
fn only_the_first_bytes_of_a_header_are_read() {
    let reader = AgentReader::new();
    let start = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 ";
    let padding = " ".repeat(AgentReader::MAX_BYTES - start.len());
    let late = reader.read(format!("{start}{padding}Googlebot/2.1").as_bytes());
    assert_eq!(late.class, AgentClass::Person);
    let early = reader.read(format!("{start}Googlebot/2.1").as_bytes());
    assert_eq!(early.class, AgentClass::Bot);
}

#[test]
fn huge_and_binary_headers_are_accepted() {
    let reader = AgentReader::new();
    let _ = reader.read(&vec![b'('; 1 << 20]);
    let _ = reader.read(&vec![0xff; 1 << 20]);
    let _ = reader.read("Mozilla/5.0 (".repeat(100_000).as_bytes());
    let every_byte: Vec<u8> = (0..=255).collect();
    let _ = reader.read(&every_byte);
    // The limit is in the middle of a character.
    let _ = reader.read("Mozilla/5.0 (Яндекс) ".repeat(40).as_bytes());
}

#[test]
fn binary_bytes_do_not_hide_the_text_around_them() {
    let reader = AgentReader::new();
    let firefox =
        "Mozilla/5.0 (\u{7}X11;\u{0} Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 Лиса";
    let agent = reader.read(firefox.as_bytes());
    assert_eq!((&*agent.browser, &*agent.os), ("Firefox", "Linux"));
    let bot = reader.read("Mozilla/5.0 (X11; Linux) Бот \u{1b}[31mGooglebot/2.1".as_bytes());
    assert_eq!(bot.class, AgentClass::Bot);
}

/// Words of the tables, and others.
const PIECES: &str = "\
    Mozilla/5.0 (|Opera/9.80|Windows |Windows Phone|NT 10.0; |Mac OS X|like Mac OS X|iPhone;|iPad;|Linux|Android |\
    Android-|CrOS |Chrome/|CriOS/|Safari/|Version/|Firefox/|FxiOS/|rv:|MSIE |Trident/|OPR/|Opera|Edg/|SamsungBrowser/|\
    YaBrowser/|Vivaldi/|GSA/|wv|Mobile|Tablet;|DoCoMo/|;FOMA;|KDDI-|SoftBank/|WILLCOM;|jig browser|\
    PSP (PlayStation Portable)|PLAYSTATION 3;|BlackBerry|BB10|CFNetwork/|Googlebot|Google|Yahoo|compatible; |\
    Sleipnir/|)|(|;|/| |1.2.3";

/// Parts of real headers in any order, with noise between them.
fn mixture() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&str> = PIECES.split('|').collect();
    let piece = prop_oneof![
        proptest::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

#[test]
fn the_number_of_names_is_limited_for_any_headers() {
    let reader = AgentReader::new();
    let names = RefCell::new(HashSet::new());
    proptest!(ProptestConfig::with_cases(3_000), |(header in mixture())| {
        let agent = reader.read(&header);
        prop_assert_eq!(&*reader.read(&header), &*agent);
        let mut names = names.borrow_mut();
        names.insert(agent.browser.clone());
        names.insert(agent.os.clone());
        prop_assert!(names.len() <= MANY);
        if agent.class != AgentClass::Person {
            prop_assert_eq!((&*agent.browser, &*agent.os), ("", ""));
        }
    });
}
