use std::collections::HashMap;
use std::sync::Arc;

use chrono::DateTime;
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, Referrer, Tongue, VisitorHash,
};
use korotko_core::id::LinkId;

use super::record::MAX_RECORD;
use super::{PREFIX, checksum};

/// What the next bytes are.
#[derive(Debug)]
pub(crate) enum Next {
    /// A whole record.
    Click(Click),
    /// The beginning of a record, if anything.
    Short,
    /// No record.
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
        let mut rest = Bytes(&self.bytes[self.offset..]);
        let (Some(length), Some(expected)) = (rest.array::<2>(), rest.array::<4>()) else {
            return Next::Short;
        };
        let payload_length = usize::from(u16::from_le_bytes(length));
        if PREFIX + payload_length > MAX_RECORD {
            return Next::Broken;
        }
        let Some(payload) = rest.take(payload_length) else {
            return Next::Short;
        };
        if checksum([&length, payload]) != expected {
            return Next::Broken;
        }
        match self.click(Bytes(payload)) {
            None => Next::Broken,
            Some(click) => {
                self.offset += PREFIX + payload_length;
                Next::Click(click)
            }
        }
    }

    fn click(&mut self, mut payload: Bytes<'a>) -> Option<Click> {
        let at = DateTime::from_timestamp_micros(payload.number()?)?;
        let link = LinkId(payload.number()?);
        let [kind, class, device] = payload.array()?;
        let agent = self.agent((class, device, payload.text()?, payload.text()?))?;
        let referrer = given(payload.text()?, Referrer::from_host).ok()?;
        let language = given(payload.text()?, Tongue::from_code).ok()?;
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
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
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
