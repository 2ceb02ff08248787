/// A recognised user agent (RFC 9110 10.1.5), as far as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Agent {
    /// The class of the program.
    pub class: AgentClass,
    /// The browser's name, such as `Firefox`, without a version; empty if unknown.
    pub browser: String,
    /// The operating system's name, such as `Android`, without a version; empty if unknown.
    pub os: String,
    /// The kind of device.
    pub device: Device,
}

/// The class of a user agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AgentClass {
    /// A browser or another program that a person uses.
    #[default]
    Person,
    /// A bot: a crawler, a script, a monitor.
    Bot,
    /// A program that creates previews of links in chats and feeds.
    Preview,
}

/// The kinds of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Device {
    /// Desktop or laptop.
    Desktop,
    /// Phone.
    Mobile,
    /// Tablet.
    Tablet,
    /// A television, a console, a watch.
    Other,
    /// Unknown.
    #[default]
    Unknown,
}

impl Device {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Desktop,
        Self::Mobile,
        Self::Tablet,
        Self::Other,
        Self::Unknown,
    ];

    /// The kind's name, as stored and shown; empty if unknown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Mobile => "mobile",
            Self::Tablet => "tablet",
            Self::Other => "other",
            Self::Unknown => "",
        }
    }

    /// The kind with this name; [`Device::Unknown`] for any other.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|device| device.name() == name);
        found.unwrap_or_default()
    }
}
