use korotko_core::click::{ClickTotals, Counts};
use korotko_core::collection::CollectionName;
use korotko_core::fault::Violations;
use korotko_core::link::{
    ExportedLink, ImportLink, ImportRow, Link, LinkState, QueryForwarding, RowPosition, Tag, Tags,
    TargetUrl, Title,
};
use korotko_core::mock::sample;
use korotko_core::ports::Timestamp;
use korotko_linkfile::{CsvWriter, Exported, Format, LinkFile};

pub(crate) const SHARE_URL: &str = "https://short.example/promo?u=7";

/// All rows of a valid file.
pub(crate) fn read(file: impl AsRef<[u8]>) -> Vec<ImportRow> {
    let file = LinkFile::open(Format::Csv, file, 100_000).unwrap();
    file.rows().collect()
}

/// The link of a file with one valid row.
pub(crate) fn read_one(file: impl AsRef<[u8]>) -> ImportLink {
    let mut rows = read(file);
    assert_eq!(rows.len(), 1);
    rows.remove(0).content.unwrap()
}

/// The errors of each row, with the row's line.
pub(crate) fn refusals(file: impl AsRef<[u8]>) -> Vec<(u64, String)> {
    let rows = read(file).into_iter();
    let refused = rows.filter_map(|row| Some((line(&row), row.content.err()?)));
    refused
        .map(|(line, broken): (u64, Violations)| (line, broken.to_string()))
        .collect()
}

/// The lines of the valid rows.
pub(crate) fn good_lines(file: impl AsRef<[u8]>) -> Vec<u64> {
    let rows = read(file).into_iter();
    rows.filter(|row| row.content.is_ok())
        .map(|row| line(&row))
        .collect()
}

pub(crate) fn line(row: &ImportRow) -> u64 {
    match row.at {
        RowPosition::Line(line) => line,
        RowPosition::Index(index) => panic!("index {index}"),
    }
}

pub(crate) fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A link with every optional field.
pub(crate) fn exported() -> ExportedLink {
    let link = Link {
        target: TargetUrl::from_stored("https://example.com/a,b".to_owned()),
        title: Some(Title::from_stored("Spring".to_owned())),
        expires_at: Some(moment("2099-12-31T12:00:00.123456Z")),
        query_forwarding: QueryForwarding::Append,
        max_clicks: Some(9),
        fallback: Some(TargetUrl::from_stored(
            "https://example.com/over".to_owned(),
        )),
        clicks: ClickTotals {
            counts: Counts {
                humans: 2,
                bots: 1,
                ..Counts::default()
            },
            ..ClickTotals::default()
        },
        imported_clicks: Some(5),
        created_at: moment("2026-11-22T12:00:00Z"),
        ..sample::link()
    };
    ExportedLink {
        link,
        state: LinkState::Live,
        collections: Vec::new(),
    }
}

pub(crate) fn tagged(tags: &[&str], collections: &[&str]) -> ExportedLink {
    let mut exported = exported();
    let tags = tags.iter().map(|tag| Tag::from_stored((*tag).to_owned()));
    exported.link.tags = Tags::from_stored(tags.collect());
    let names = collections.iter();
    exported.collections = names
        .map(|name| CollectionName::from_stored((*name).to_owned()))
        .collect();
    exported
}

pub(crate) fn titled(title: &str) -> ExportedLink {
    let mut exported = exported();
    exported.link.title = Some(Title::from_stored(title.to_owned()));
    exported
}

/// The file of these links.
pub(crate) fn write(links: &[ExportedLink]) -> Vec<u8> {
    let (mut writer, mut file) = (CsvWriter::new(), Vec::new());
    writer.begin(&mut file);
    for link in links {
        let share_url = SHARE_URL;
        writer.write(Exported { link, share_url }, &mut file);
    }
    file
}

/// The file of these links as text, without its byte order mark.
pub(crate) fn text(links: &[ExportedLink]) -> String {
    let file = String::from_utf8(write(links)).unwrap();
    file.trim_start_matches('\u{feff}').to_owned()
}
