use korotko_core::user::Language;

use super::vocabulary::{Texts, grouped as grouped_by};

fn grouped(number: u64) -> String {
    grouped_by(number, ',')
}

pub(super) const TEXTS: Texts = Texts {
    language: Language::En,
    title: "Click report",
    all_links: "All links",
    collection: |name| format!("Collection “{name}”"),
    link_at: |url| format!("Link {url}"),
    titled_link: |title, url| format!("Link “{title}” – {url}"),

    summary_sheet: "Summary",
    links_sheet: "Links",
    days_sheet: "By day",
    breakdown_sheet: "Sources and devices",

    day: "Day",
    first_day: "First day",
    last_day: "Last day",
    from: "From",
    until: "Until",
    zone: "Time zone",
    created: "Created",

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
        "Short code",
        "Title",
        "Short link",
        "Tags",
        "Target",
        "State",
        "Collections",
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

    no_links: "There are no links in this report yet. Create some to see here which of them are clicked most.",
    no_clicks: "There were no clicks in this period. The links are on the next sheet.",
    about_counts: "A click is counted each time a link is followed. A visitor is counted once a day (UTC) for each link, so \
                   visitors add up like clicks, and are not the number of different people.",
    bots_count: "Clicks of bots and of previews in chats and feeds are counted as well.",
    bots_do_not_count: "Clicks of bots and of previews in chats and feeds are not counted.",
    omitted: |kept, all| {
        format!(
            "This file would be too large with all links. The sheet “Links” lists the {} most clicked of {} links, and adds \
             up the others in one row.",
            grouped(kept),
            grouped(all)
        )
    },

    date_format: "[$-409]d mmm yyyy",
    time_format: "[$-409]d mmm yyyy hh:mm",
    axis_format: "[$-409]d mmm",
};
