use korotko_core::statistics::PeriodText;

use crate::api::moment::restore_plus;

/// The parameters of a period, as received.
pub(in crate::api) struct PeriodParameters {
    from: Option<String>,
    to: Option<String>,
    zone: Option<String>,
}

impl PeriodParameters {
    /// The beginning, the end and the time zone.
    pub(in crate::api) fn new([from, to, zone]: [Option<String>; 3]) -> Self {
        let restored = |text: Option<String>| text.map(|text| restore_plus(&text).into_owned());
        Self {
            from: restored(from),
            to: restored(to),
            zone,
        }
    }

    /// The period, as a use case receives it.
    pub(in crate::api) fn text(&self) -> PeriodText<'_> {
        PeriodText {
            from: self.from.as_deref(),
            to: self.to.as_deref(),
            zone: self.zone.as_deref(),
        }
    }
}
