/// What clicks are grouped by, besides time and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The host of the referrer; empty if there is none.
    Referrer,
    /// The browser's name; empty if unknown.
    Browser,
    /// The operating system's name; empty if unknown.
    Os,
    /// The kind of device, by [`Device::name`](super::Device::name).
    Device,
    /// The language tag; empty if the client sent none.
    Language,
}

impl Dimension {
    /// All dimensions.
    pub const ALL: [Self; 5] = [
        Self::Referrer,
        Self::Browser,
        Self::Os,
        Self::Device,
        Self::Language,
    ];

    /// The combined clicks of the values that are not counted separately, because one period has too many. No value of a
    /// dimension is equal to it.
    pub const REST: &str = "*";

    /// The dimension's name, as stored and shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Referrer => "referrer",
            Self::Browser => "browser",
            Self::Os => "os",
            Self::Device => "device",
            Self::Language => "language",
        }
    }

    /// The value of a click in this dimension.
    #[must_use]
    pub fn value(self, click: &super::Click) -> &str {
        match self {
            Self::Referrer => click.referrer.as_ref().map_or("", super::Referrer::as_str),
            Self::Browser => &click.agent.browser,
            Self::Os => &click.agent.os,
            Self::Device => click.agent.device.name(),
            Self::Language => click
                .language
                .as_ref()
                .map_or("", super::LanguageTag::as_str),
        }
    }
}
