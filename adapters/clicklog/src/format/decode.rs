use std::collections::HashMap;
use std::sync::Arc;

use chrono::DateTime;
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;

use super::{MAX_RECORD, MIN_RECORD, PREFIX, checksum};

/// What the next bytes are.
#[derive(Debug)]
pub(crate) enum Next {
    /// A whole record: its number in the file, and what it says.
    Click(u32, Click),
    /// There are none.
    End,
    /// No whole record: they are damaged, or it ends behind them.
    Broken,
}

/// Reads records, one behind the other.
pub(crate) struct Decoder<'a> {
    bytes: &'a [u8],
    /// Where the next record begins.
    offset: usize,
    /// A few agents are behind most clicks: each is kept once.
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

    /// Where the records end that were read.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// Reads the next record, and goes on to the one behind it, if it is whole.
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

    /// Goes on to the next whole record behind bytes that are none; stays where it is if there is no such record.
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

    /// Goes on so far.
    pub(crate) fn skip_to(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// The length, number and click of the whole record that begins here, if one does.
    fn record(&mut self, offset: usize) -> Option<(usize, u32, Click)> {
        let mut rest = Bytes(self.bytes.get(offset..)?);
        let (length, expected) = (rest.array::<2>()?, rest.array::<4>()?);
        let whole = PREFIX + usize::from(u16::from_le_bytes(length));
        if !(MIN_RECORD..=MAX_RECORD).contains(&whole) {
            return None;
        }
        let payload = rest.take(whole - PREFIX)?;
        if checksum([&length, payload]) != expected {
            return None;
        }
        let mut payload = Bytes(payload);
        let number = payload.array().map(u32::from_le_bytes)?;
        Some((whole, number, self.click(payload)?))
    }

    fn click(&mut self, mut payload: Bytes<'a>) -> Option<Click> {
        let at = DateTime::from_timestamp_micros(payload.number()?)?;
        let link = LinkId(payload.number()?);
        let [kind, class, device] = payload.array()?;
        let agent = self.agent((class, device, payload.text()?, payload.text()?))?;
        let referrer = given(payload.text()?, Referrer::from_host).ok()?;
        let language = given(payload.text()?, LanguageTag::from_code).ok()?;
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

/// What a text says: nothing when it is empty, and an error when it can say nothing.
fn given<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).ok_or(())
}

/// Bytes that are taken from the front.
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
