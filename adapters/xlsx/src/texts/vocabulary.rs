//! What there are texts for.

use korotko_core::click::Device;
use korotko_core::display_url;
use korotko_core::link::LinkState;
use korotko_core::report::ReportSubject;
use korotko_core::user::Language;

use super::languages;

/// The texts of one language. Names of sheets have at most 31 characters, without `[]:*?/\`; the headers of a table are
/// distinct.
pub(crate) struct Texts {
    /// The language of these texts.
    pub(super) language: Language,
    pub(crate) title: &'static str,
    pub(super) all_links: &'static str,
    pub(super) collection: fn(&str) -> String,
    /// A link, by its share URL.
    pub(super) link_at: fn(&str) -> String,
    /// A link, by its title and its share URL.
    pub(super) titled_link: fn(&str, &str) -> String,

    pub(crate) summary_sheet: &'static str,
    pub(crate) links_sheet: &'static str,
    pub(crate) days_sheet: &'static str,
    pub(crate) breakdown_sheet: &'static str,

    pub(crate) day: &'static str,
    pub(crate) first_day: &'static str,
    pub(crate) last_day: &'static str,
    pub(crate) from: &'static str,
    pub(crate) until: &'static str,
    pub(crate) zone: &'static str,
    pub(crate) created: &'static str,

    pub(crate) clicks: &'static str,
    pub(crate) visitors: &'static str,
    pub(crate) share: &'static str,
    pub(crate) date: &'static str,
    pub(crate) total: &'static str,
    pub(crate) change: &'static str,
    pub(crate) links: &'static str,
    pub(crate) busiest_day: &'static str,
    /// Precedes a number of the period before.
    pub(crate) before: &'static str,
    /// Precedes a signed number of clicks.
    pub(crate) difference: &'static str,
    pub(crate) no_difference: &'static str,
    pub(crate) nothing_before: &'static str,
    /// Precedes the number of links that were clicked.
    pub(crate) clicked: &'static str,

    pub(crate) top_links: &'static str,
    pub(crate) link: &'static str,
    pub(crate) link_title: &'static str,
    pub(crate) other_links: &'static str,
    pub(crate) deleted_links: &'static str,
    pub(crate) clicks_by_day: &'static str,
    pub(crate) sources: &'static str,
    pub(crate) source: &'static str,
    pub(crate) direct: &'static str,
    pub(crate) other: &'static str,
    pub(crate) kinds: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) people: &'static str,
    pub(crate) bots: &'static str,
    pub(crate) previews: &'static str,

    /// The headers of the table of links, in the order of its columns.
    pub(crate) link_columns: [&'static str; 12],
    pub(super) live: &'static str,
    pub(super) expired: &'static str,
    pub(super) exhausted: &'static str,
    pub(super) disabled: &'static str,
    pub(super) blocked: &'static str,
    pub(super) deleted: &'static str,
    /// The number of links that do not fit.
    pub(crate) more_links: fn(u64) -> String,

    pub(crate) browser: &'static str,
    pub(crate) system: &'static str,
    pub(crate) device: &'static str,
    pub(crate) language_heading: &'static str,
    pub(crate) unknown: &'static str,
    pub(super) desktop: &'static str,
    pub(super) mobile: &'static str,
    pub(super) tablet: &'static str,
    pub(super) other_device: &'static str,
    /// The number of values that are added up in one row.
    pub(crate) more_values: fn(u64) -> String,

    pub(crate) no_links: &'static str,
    pub(crate) no_clicks: &'static str,
    pub(crate) about_counts: &'static str,
    pub(crate) bots_count: &'static str,
    pub(crate) bots_do_not_count: &'static str,
    /// From the number of links that are listed, and the number of all links.
    pub(crate) omitted: fn(u64, u64) -> String,

    /// Number formats of Excel.
    pub(crate) date_format: &'static str,
    pub(crate) time_format: &'static str,
    pub(crate) axis_format: &'static str,
}

impl Texts {
    /// The subject of a report.
    pub(crate) fn subject(&self, subject: &ReportSubject) -> String {
        match subject {
            ReportSubject::All => self.all_links.to_owned(),
            ReportSubject::Collection(name) => (self.collection)(name),
            ReportSubject::Link { share_url, title } => {
                let url = display_url(share_url);
                match title {
                    Some(title) => (self.titled_link)(title, &url),
                    None => (self.link_at)(&url),
                }
            }
        }
    }

    /// The state of a link; its stored name if it has no text here.
    pub(crate) fn state(&self, state: LinkState) -> &'static str {
        match state {
            LinkState::Live => self.live,
            LinkState::Expired => self.expired,
            LinkState::Exhausted => self.exhausted,
            LinkState::Disabled => self.disabled,
            LinkState::Blocked => self.blocked,
            LinkState::Deleted => self.deleted,
            other => other.name(),
        }
    }

    /// The kind of device with this stored name.
    pub(crate) fn device_name(&self, name: &str) -> &'static str {
        match Device::from_name(name) {
            Device::Desktop => self.desktop,
            Device::Mobile => self.mobile,
            Device::Tablet => self.tablet,
            Device::Other => self.other_device,
            Device::Unknown => self.unknown,
        }
    }

    /// The name of the language with this code; the code if it has no name here.
    pub(crate) fn language_name<'a>(&self, code: &'a str) -> &'a str {
        languages::name(code, self.language).unwrap_or(code)
    }
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
