//! What must hold for any bytes in a click file: a function that panics if it does not. The tests call it with inputs near those of
//! `fuzz/corpus`, and the target in `fuzz` with whatever reaches new code.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test code"
)]

use korotko_core::click::Click;

use crate::format::header::{self, Header};
use crate::format::{
    Decoder, MAX_RECORD, MIN_RECORD, Next, PREFIX, Record, Walk, checksum, is_partial_record, walk,
};

/// Any bytes are decoded to their end, in order; a decoded click is encoded to what is decoded as the same click.
pub fn click_record(input: &[u8]) {
    decode_file(input);
    decode_file(&sealed(input));
    if let Some(bytes) = input.first_chunk::<{ header::LENGTH }>()
        && let Header::Of(id) = header::decode(bytes)
    {
        assert_eq!(header::encode(id), *bytes);
    }
    let Walk { records, rest } = walk(input);
    assert!(usize::try_from(records).unwrap() * MIN_RECORD + rest <= input.len());
    let _ = is_partial_record(input);
}

/// A record with this payload, or as much of it as fits.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let length = payload.len().min(MAX_RECORD - PREFIX);
    let payload = &payload[..length];
    let length = u16::try_from(length).unwrap().to_le_bytes();
    let checksum = checksum([&length, payload]);
    [&length[..], &checksum, payload].concat()
}

fn decode_file(bytes: &[u8]) {
    let mut decoder = Decoder::new(bytes);
    loop {
        let before = decoder.offset();
        match decoder.next() {
            Next::End => {
                assert_eq!(before, bytes.len());
                return;
            }
            Next::Click(number, click) => {
                let length = decoder.offset() - before;
                assert!((MIN_RECORD..=MAX_RECORD).contains(&length));
                assert_encodes(number, &click);
            }
            Next::Broken if decoder.find_record() => assert!(decoder.offset() > before),
            Next::Broken => {
                assert_eq!(decoder.offset(), before);
                return;
            }
        }
    }
}

fn assert_encodes(number: u32, click: &Click) {
    let mut record = Record::from_click(click);
    let bytes = record.numbered(number).to_vec();
    let mut decoder = Decoder::new(&bytes);
    let Next::Click(decoded_number, decoded) = decoder.next() else {
        panic!("{click:?} is encoded as {bytes:?}");
    };
    assert_eq!((decoded_number, &decoded), (number, click));
    assert!(matches!(decoder.next(), Next::End));
}

#[cfg(test)]
mod tests {
    korotko_testkit::fuzzed!(click_record);
}
