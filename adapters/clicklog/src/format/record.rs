use korotko_core::click::{AgentClass, Click, ClickKind, Device, LanguageTag, Referrer};

use super::{PREFIX, checksum};

/// The longest text in a record, in bytes.
const MAX_TEXT: usize = u8::MAX as usize;

/// The longest payload: the record's number, three more numbers, three kinds, four texts with their lengths, and whether there is
/// a visitor.
const MAX_PAYLOAD: usize = 4 + 3 * 8 + 3 + 4 * (1 + MAX_TEXT) + 1;

/// The shortest payload: without texts and visitor.
const MIN_PAYLOAD: usize = 4 + 2 * 8 + 3 + 4 + 1;

/// The longest record, in bytes.
pub(crate) const MAX_RECORD: usize = PREFIX + MAX_PAYLOAD;

/// The shortest record, in bytes.
pub(crate) const MIN_RECORD: usize = PREFIX + MIN_PAYLOAD;

/// The range of the record's number, after its prefix.
const NUMBER: std::ops::Range<usize> = PREFIX..PREFIX + 4;

/// An encoded click. It is kept on the stack, so that recording does not allocate.
pub(crate) struct Record {
    bytes: [u8; MAX_RECORD],
    length: usize,
}

impl Record {
    /// The record of a click; its number is set when it is written.
    pub(crate) fn from_click(click: &Click) -> Self {
        let mut record = Self {
            bytes: [0; MAX_RECORD],
            length: NUMBER.end,
        };
        record.put(&click.at.timestamp_micros().to_le_bytes());
        record.put(&click.link.0.to_le_bytes());
        let agent = &*click.agent;
        record.put(&[kind(click.kind), class(agent.class), device(agent.device)]);
        record.put_text(&agent.browser);
        record.put_text(&agent.os);
        record.put_text(click.referrer.as_ref().map_or("", Referrer::as_str));
        record.put_text(click.language.as_ref().map_or("", LanguageTag::as_str));
        match click.visitor {
            None => record.put(&[0]),
            Some(visitor) => {
                record.put(&[1]);
                record.put(&visitor.0.to_le_bytes());
            }
        }
        record
    }

    /// The length in bytes.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// All bytes, with this number of the record in its file.
    pub(crate) fn numbered(&mut self, number: u32) -> &[u8] {
        self.bytes[NUMBER].copy_from_slice(&number.to_le_bytes());
        self.seal();
        &self.bytes[..self.length]
    }

    fn put(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        self.bytes[self.length..end].copy_from_slice(bytes);
        self.length = end;
    }

    fn put_text(&mut self, text: &str) {
        let text = &text[..text.floor_char_boundary(MAX_TEXT)];
        self.put(&[u8::try_from(text.len()).unwrap_or_default()]);
        self.put(text.as_bytes());
    }

    /// Writes the prefix: length and checksum.
    fn seal(&mut self) {
        let length = u16::try_from(self.length - PREFIX).unwrap_or_default();
        let length = length.to_le_bytes();
        let checksum = checksum([&length, &self.bytes[PREFIX..self.length]]);
        self.bytes[..2].copy_from_slice(&length);
        self.bytes[2..PREFIX].copy_from_slice(&checksum);
    }
}

fn kind(kind: ClickKind) -> u8 {
    match kind {
        ClickKind::Human => 0,
        ClickKind::Bot => 1,
        ClickKind::Preview => 2,
    }
}

fn class(class: AgentClass) -> u8 {
    match class {
        AgentClass::Person => 0,
        AgentClass::Bot => 1,
        AgentClass::Preview => 2,
    }
}

fn device(device: Device) -> u8 {
    match device {
        Device::Unknown => 0,
        Device::Desktop => 1,
        Device::Mobile => 2,
        Device::Tablet => 3,
        Device::Other => 4,
    }
}
