//! Files of links that are opened in a spreadsheet and saved. Excel itself was not available for these tests.

use std::path::PathBuf;

use korotko_core::link::{ExportedLink, Slug, Title};
use korotko_core::ports::{Random, RandomError};
use korotko_linkfile::{Exported, WorkbookWriter};
use korotko_testkit::saved_as_csv;
use ring::rand::{SecureRandom, SystemRandom};

use crate::fixtures::{SHARE_URL, exported, read, tagged, write};

/// The languages in which the spreadsheet reads CSV: of the United States, Britain, Germany, France, Russia, Sweden, Hungary.
const LANGUAGES: [u16; 7] = [1033, 2057, 1031, 1036, 1049, 1053, 1038];

/// Texts that a spreadsheet converts when it opens CSV, or that a workbook encodes specially.
const CHANGED: [&str; 16] = [
    "007",
    "1e5",
    "1E5",
    "jan1999",
    "1-2",
    "3-4-2027",
    "2027-01-02",
    "TRUE",
    "false",
    "12pm",
    "1_000",
    "12345678901234567890",
    "0x1F",
    "-a",
    "--1",
    "_x0041_",
];

fn file(folder: &tempfile::TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn with_slug(slug: &str) -> ExportedLink {
    let mut exported = tagged(&[slug, "a, b"], &[slug, "=1+1"]);
    exported.link.slug = Slug::from_stored(slug.to_owned());
    exported.link.title = Some(Title::from_stored(format!("{slug} ")));
    exported
}

#[test]
fn a_workbook_saved_as_csv_equals_the_export() {
    let mut links = CHANGED.map(with_slug).to_vec();
    for title in [
        "=1+1",
        "'=1",
        "Весна 🌱, \"5\"",
        "1/2",
        "01.02.2027",
        " 007 ",
    ] {
        links.push(exported());
        links.last_mut().unwrap().link.title = Some(Title::from_stored(title.to_owned()));
    }
    let mut workbook = WorkbookWriter::new().unwrap();
    for link in &links {
        let share_url = SHARE_URL;
        workbook.write(Exported { link, share_url }).unwrap();
    }
    let mut bytes = Vec::new();
    workbook.finish(&mut bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let saved = saved_as_csv(&file(&folder, "links.xlsx", &bytes), LANGUAGES[0]);
    let (saved, expected) = (read(saved), read(write(&links)));
    assert_eq!(saved.len(), links.len());
    for (saved, expected) in saved.into_iter().zip(expected) {
        assert_eq!(saved.content, expected.content);
    }
}

struct Ring(SystemRandom);

impl Random for Ring {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        self.0.fill(buffer).map_err(|_| RandomError)
    }
}

#[test]
fn generated_slugs_survive_a_spreadsheet_even_as_csv() {
    let random = Ring(SystemRandom::new());
    let links: Vec<ExportedLink> = (0..3_000)
        .map(|_| {
            let mut exported = exported();
            exported.link.slug = Slug::generate(&random).unwrap();
            exported
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "links.csv", &write(&links));
    for language in LANGUAGES {
        let saved = read(saved_as_csv(&path, language));
        assert_eq!(saved.len(), links.len());
        for (row, link) in saved.into_iter().zip(&links) {
            let slug = row.content.unwrap().new.slug;
            assert_eq!(slug.as_deref(), Some(link.link.slug.as_str()), "{language}");
        }
    }
}
