use korotko_core::user::Language;

use super::vocabulary::{self, Words};

fn grouped(number: u64) -> String {
    vocabulary::grouped(number, ',')
}

pub(super) const WORDS: Words = Words {
    language: Language::En,
    title: "Click report",
    all_links: "All links",
    set: |name| format!("Set “{name}”"),
    link_of: |url| format!("Link {url}"),

    summary_sheet: "Summary",
    links_sheet: "Links",
    days_sheet: "By day",
    breakdown_sheet: "Sources and devices",

    first_day: "First day",
    last_day: "Last day",
    from: "From",
    until: "Until",
    zone: "Time zone",
    made: "Made",

    clicks: "Clicks",
    visitors: "Visitors",
    share: "Share",
    date: "Date",
    total: "Total",
    change: "Change in clicks",
    links: "Links",
    busiest_day: "Busiest day",
    before: "Period before:",
    difference: "Clicks:",
    no_difference: "No change",
    nothing_before: "No clicks in the period before",
    clicked: "Clicked:",

    top_links: "Most clicked links",
    link: "Link",
    link_title: "Title",
    other_links: "All other links",
    deleted_links: "Links deleted since",
    clicks_by_day: "Clicks by day",
    sources: "Where clicks came from",
    source: "Site",
    direct: "Direct or unknown",
    other: "Other sites",
    kinds: "Who clicked",
    kind: "Kind",
    people: "People",
    bots: "Bots",
    previews: "Previews in chats and feeds",

    link_columns: [
        "Code",
        "Title",
        "Short link",
        "Target",
        "State",
        "Sets",
        "Created",
        "Expires",
        "Clicks",
        "Visitors",
        "Last click",
    ],
    live: "Active",
    expired: "Expired",
    exhausted: "Used up",
    disabled: "Disabled",
    blocked: "Blocked",
    deleted: "Deleted",
    more_links: |count| match count {
        1 => "1 more link".to_owned(),
        count => format!("{} more links", grouped(count)),
    },

    browser: "Browser",
    system: "Operating system",
    device: "Device",
    language_heading: "Language",
    unknown: "Unknown",
    desktop: "Computer",
    mobile: "Phone",
    tablet: "Tablet",
    other_device: "Other device",
    more_values: |count| format!("{} more", grouped(count)),

    no_links: "There are no links in this report yet. As soon as there are, you will see here which of them are clicked most.",
    no_clicks: "Nobody clicked in this period. The links are on the next sheet.",
    about_counts: "A click is counted each time somebody follows a link. A visitor is counted once a day (UTC) for each link: \
                   visitors add up like clicks do, and do not say how many different people came.",
    bots_count: "Clicks of bots and previews in chats and feeds are counted as well.",
    bots_do_not_count: "Clicks of bots and previews in chats and feeds are not counted.",
    omitted: |kept, all| {
        format!(
            "With all links this file would be too large: the sheet “Links” lists the {} most clicked of {}, and adds up the \
             others in one row.",
            grouped(kept),
            grouped(all)
        )
    },

    date_format: "[$-409]d mmm yyyy",
    moment_format: "[$-409]d mmm yyyy hh:mm",
    axis_format: "[$-409]d mmm",
};
