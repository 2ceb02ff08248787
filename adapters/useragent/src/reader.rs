use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use korotko_core::click::{Agent, AgentClass};
use quick_cache::sync::Cache;

use crate::browser::browser;
use crate::class::class;
use crate::device::device;
use crate::header::Header;
use crate::system::system;
use crate::tables::Tables;

/// Parses `User-Agent` headers (RFC 9110 10.1.5), and caches the results.
///
/// Create one and share it. It caches at most [`AgentReader::MAX_CACHED`] headers of at most
/// [`AgentReader::MAX_BYTES`] each, about 2.5 MB, whatever clients send; equal results are shared.
pub struct AgentReader {
    tables: Tables,
    answers: Cache<Box<[u8]>, Arc<Agent>>,
    /// All results so far, limited by the combinations of names in the tables.
    agents: Mutex<HashSet<Arc<Agent>>>,
}

impl AgentReader {
    /// The most bytes of a header that are read; the rest is ignored.
    pub const MAX_BYTES: usize = 512;
    /// The approximate number of headers whose results are cached.
    pub const MAX_CACHED: usize = 4096;

    /// Creates a reader with an empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tables: Tables::new(),
            answers: Cache::new(Self::MAX_CACHED),
            agents: Mutex::default(),
        }
    }

    /// Parses a header; pass no bytes if there is none, which means a bot.
    ///
    /// For bots and previews only the class is set, since the browser that they name is not one. Names are from a fixed list;
    /// unknown ones are empty.
    ///
    /// ```
    /// use korotko_core::click::{AgentClass, Device};
    /// use korotko_useragent::AgentReader;
    ///
    /// let reader = AgentReader::new();
    /// let firefox = b"Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0";
    /// let agent = reader.read(firefox);
    /// assert_eq!((&*agent.browser, &*agent.os), ("Firefox", "Android"));
    /// assert_eq!(agent.device, Device::Mobile);
    /// assert_eq!(reader.read(b"curl/8.5.0").class, AgentClass::Bot);
    /// assert_eq!(reader.read(b"WhatsApp/2.2587.9 W").class, AgentClass::Preview);
    /// ```
    #[must_use]
    pub fn read(&self, header: &[u8]) -> Arc<Agent> {
        let header = header.get(..Self::MAX_BYTES).unwrap_or(header);
        if let Some(known) = self.answers.get(header) {
            return known;
        }
        let agent = self.share(self.parse(header));
        self.answers.insert(header.into(), Arc::clone(&agent));
        agent
    }

    /// The number of cached headers.
    #[must_use]
    pub fn cached_count(&self) -> usize {
        self.answers.len()
    }

    pub(crate) fn parse(&self, bytes: &[u8]) -> Agent {
        let header = Header::new(bytes);
        let tables = &self.tables;
        let class = class(&header, tables);
        if class != AgentClass::Person {
            return Agent {
                class,
                ..Agent::default()
            };
        }
        let system = system(&header, tables);
        Agent {
            class,
            browser: browser(&header, tables).to_owned(),
            os: system.to_owned(),
            device: device(&header, system, tables),
        }
    }

    /// The shared result that equals `agent`.
    fn share(&self, agent: Agent) -> Arc<Agent> {
        let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = agents.get(&agent) {
            return Arc::clone(known);
        }
        let agent = Arc::new(agent);
        agents.insert(Arc::clone(&agent));
        agent
    }
}

impl Default for AgentReader {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AgentReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentReader")
            .field("cached", &self.cached_count())
            .finish_non_exhaustive()
    }
}
