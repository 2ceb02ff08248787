use std::collections::HashMap;
use std::sync::Arc;

use chrono::DateTime;
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;

use super::{MAX_RECORD, MIN_RECORD, PREFIX, checksum};

/// The next item.
#[derive(Debug)]
pub(crate) enum Next {
    /// A complete record: its number in the file, and its click.
    Click(u32, Click),
    /// There are no more bytes.
    End,
    /// No complete record: it is damaged or incomplete.
    Broken,
}

/// Decodes consecutive records.
pub(crate) struct Decoder<'a> {
    bytes: &'a [u8],
    /// The offset of the next record.
    offset: usize,
    /// Most clicks share a few agents, each of which is kept once.
    agents: HashMap<AgentKey<'a>, Arc<Agent>>,
}

type AgentKey<'a> = (u8, u8, &'a str, &'a str);

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            offset: 0,
            agents: HashMap::new(),
        }
    }

    /// The end of the decoded records.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Decodes the next record, and advances if it is complete.
    pub(crate) fn next(&mut self) -> Next {
        if self.offset >= self.bytes.len() {
            return Next::End;
        }
        match self.record(self.offset) {
            None => Next::Broken,
            Some((length, number, click)) => {
                self.offset += length;
                Next::Click(number, click)
            }
        }
    }

    /// Advances to the next complete record after damaged bytes; does not move if there is none.
    pub(crate) fn find_record(&mut self) -> bool {
        let last = self.bytes.len().saturating_sub(MIN_RECORD);
        for offset in self.offset + 1..=last {
            if self.record(offset).is_some() {
                self.offset = offset;
                return true;
            }
        }
        false
    }

    /// Advances to `offset`.
    pub(crate) fn skip_to(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// The length, number and click of the complete record at `offset`, if there is one.
    fn record(&mut self, offset: usize) -> Option<(usize, u32, Click)> {
        let mut rest = Bytes(self.bytes.get(offset..)?);
        let (length, expected) = (rest.array::<2>()?, rest.array::<4>()?);
        let total = PREFIX + usize::from(u16::from_le_bytes(length));
        if !(MIN_RECORD..=MAX_RECORD).contains(&total) {
            return None;
        }
        let payload = rest.take(total - PREFIX)?;
        if checksum([&length, payload]) != expected {
            return None;
        }
        let mut payload = Bytes(payload);
        let number = payload.array().map(u32::from_le_bytes)?;
        Some((total, number, self.click(payload)?))
    }

    fn click(&mut self, mut payload: Bytes<'a>) -> Option<Click> {
        let at = DateTime::from_timestamp_micros(payload.number()?)?;
        let link = LinkId(payload.number()?);
        let [kind, class, device] = payload.array()?;
        let agent = self.agent((class, device, payload.text()?, payload.text()?))?;
        let referrer = parse_optional(payload.text()?, Referrer::from_host).ok()?;
        let language = parse_optional(payload.text()?, LanguageTag::from_code).ok()?;
        let visitor = match payload.array()? {
            [0] => None,
            [1] => Some(VisitorHash(payload.number()?)),
            _ => return None,
        };
        payload.0.is_empty().then_some(Click {
            at,
            link,
            kind: self::kind(kind)?,
            referrer,
            agent,
            language,
            visitor,
        })
    }

    fn agent(&mut self, key: AgentKey<'a>) -> Option<Arc<Agent>> {
        if let Some(agent) = self.agents.get(&key) {
            return Some(Arc::clone(agent));
        }
        let (class, device, browser, os) = key;
        let agent = Arc::new(Agent {
            class: self::class(class)?,
            browser: browser.to_owned(),
            os: os.to_owned(),
            device: self::device(device)?,
        });
        self.agents.insert(key, Arc::clone(&agent));
        Some(agent)
    }
}

/// Parses an optional text: `None` if it is empty, an error if it is invalid.
fn parse_optional<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).ok_or(())
}

/// A reader of bytes.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let [length] = self.array()?;
        std::str::from_utf8(self.take(usize::from(length))?).ok()
    }
}

fn kind(code: u8) -> Option<ClickKind> {
    let kinds = [ClickKind::Human, ClickKind::Bot, ClickKind::Preview];
    kinds.get(usize::from(code)).copied()
}

fn class(code: u8) -> Option<AgentClass> {
    let classes = [AgentClass::Person, AgentClass::Bot, AgentClass::Preview];
    classes.get(usize::from(code)).copied()
}

fn device(code: u8) -> Option<Device> {
    let devices = [
        Device::Unknown,
        Device::Desktop,
        Device::Mobile,
        Device::Tablet,
        Device::Other,
    ];
    devices.get(usize::from(code)).copied()
}
