/// By what clicks are told apart, besides when they were and who sent them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The host that they came from; empty for none.
    Referrer,
    /// The browser's name; empty when it is not known.
    Browser,
    /// The operating system's name; empty when it is not known.
    Os,
    /// The kind of device, by [`Device::name`](super::Device::name).
    Device,
    /// The language, by its code; empty when the client named none.
    Language,
}

impl Dimension {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Referrer,
        Self::Browser,
        Self::Os,
        Self::Device,
        Self::Language,
    ];

    /// What stands for all the values that are not kept apart, because there were too many of them within one stretch of time. No
    /// value of a dimension is called so.
    pub const REST: &str = "*";

    /// Its name, as it is stored and shown.
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

    /// What a click says in it.
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
