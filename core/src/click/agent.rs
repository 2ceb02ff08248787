/// What a user agent (RFC 9110 10.1.5) says of itself, as far as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Agent {
    /// What is behind it.
    pub class: AgentClass,
    /// The browser's name, such as `Firefox`, without a version; empty when it is not known.
    pub browser: String,
    /// The operating system's name, such as `Android`, without a version; empty when it is not known.
    pub os: String,
    /// What kind of device it runs on.
    pub device: Device,
}

/// What is behind a user agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AgentClass {
    /// A browser or another program that a person looks at.
    #[default]
    Person,
    /// A program that goes by itself.
    Bot,
    /// What makes previews of links in chats and feeds.
    Preview,
}

/// The kinds of device that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Device {
    /// On a desk or a lap.
    Desktop,
    /// In a hand.
    Mobile,
    /// In two hands.
    Tablet,
    /// A television, a console, a watch.
    Other,
    /// It did not say.
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

    /// The kind's name, as it is stored and shown; empty when it is not known.
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

    /// The kind of this name; [`Device::Unknown`] for any other.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|device| device.name() == name);
        found.unwrap_or_default()
    }
}
