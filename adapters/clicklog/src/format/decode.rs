use std::collections::HashMap;
use std::sync::Arc;

use chrono::DateTime;
use foldhash::fast::RandomState;
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
    /// Most clicks share a few agents and referrers, each of which is kept once.
    agents: HashMap<&'a [u8], Arc<Agent>, RandomState>,
    referrers: HashMap<&'a [u8], Referrer, RandomState>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            offset: 0,
            agents: HashMap::default(),
            referrers: HashMap::default(),
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
        let [kind] = payload.array()?;
        let agent = self.agent(&mut payload)?;
        let referrer = match payload.text()? {
            [] => None,
            host => Some(self.referrer(host)?),
        };
        let language = match payload.text()? {
            [] => None,
            code => Some(LanguageTag::from_code(str::from_utf8(code).ok()?)?),
        };
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

    /// The agent, whose bytes are next.
    fn agent(&mut self, payload: &mut Bytes<'a>) -> Option<Arc<Agent>> {
        let start = payload.0;
        let [class, device] = payload.array()?;
        let (browser, os) = (payload.text()?, payload.text()?);
        let bytes = &start[..start.len() - payload.0.len()];
        if let Some(agent) = self.agents.get(bytes) {
            return Some(Arc::clone(agent));
        }
        let text = |bytes| str::from_utf8(bytes).ok().map(str::to_owned);
        let agent = Arc::new(Agent {
            class: self::class(class)?,
            browser: text(browser)?,
            os: text(os)?,
            device: self::device(device)?,
        });
        self.agents.insert(bytes, Arc::clone(&agent));
        Some(agent)
    }

    fn referrer(&mut self, host: &'a [u8]) -> Option<Referrer> {
        if let Some(referrer) = self.referrers.get(host) {
            return Some(referrer.clone());
        }
        let referrer = Referrer::from_host(str::from_utf8(host).ok()?)?;
        self.referrers.insert(host, referrer.clone());
        Some(referrer)
    }
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

    /// The bytes of a text after its length.
    fn text(&mut self) -> Option<&'a [u8]> {
        let [length] = self.array()?;
        self.take(usize::from(length))
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
