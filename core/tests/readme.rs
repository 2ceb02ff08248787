//! The programs in the README are compiled and run: a block below `<!-- from <file> -->` equals the region of that file between
//! `// [readme` and `// readme]`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The marked region of a file.
fn marked(path: &str) -> String {
    let source = read(path);
    let (_, behind) = source
        .split_once("// [readme\n")
        .unwrap_or_else(|| panic!("{path} has no `// [readme`"));
    let (region, _) = behind
        .split_once("// readme]")
        .unwrap_or_else(|| panic!("{path} has no `// readme]`"));
    without_indentation(region).trim().to_owned()
}

/// The lines of a region inside a function, without its indentation.
fn without_indentation(region: &str) -> String {
    let lines = || region.lines().filter(|line| !line.trim().is_empty());
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let least = lines().map(indentation).min().unwrap_or_default();
    let lines = region
        .lines()
        .map(|line| line.get(least..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every file that a document shows, with the shown text.
fn shown(document: &str) -> Vec<(&str, &str)> {
    let quotations = document.split("<!-- from ").skip(1).map(|part| {
        let (path, behind) = part.split_once(" -->").unwrap();
        let block = behind.trim_start().strip_prefix("```rust\n");
        let block = block.and_then(|block| block.split_once("\n```"));
        let (block, _) = block.unwrap_or_else(|| panic!("no ```rust block found for {path}"));
        (path, block.trim())
    });
    quotations.collect()
}

#[test]
fn the_readme_shows_the_examples_as_they_are() {
    let readme = read("README.md");
    let quotations = shown(&readme);
    for path in ["examples/quickstart.rs", "core/tests/mocks.rs"] {
        let named = quotations.iter().any(|(quoted, _)| *quoted == path);
        assert!(named, "README.md has no `<!-- from {path} -->`");
    }
    for (path, block) in quotations {
        let region = marked(path);
        assert!(
            block == region,
            "README.md does not show {path} as it is; put this under `<!-- from {path} -->`:\n\n```rust\n{region}\n```\n"
        );
    }
}

/// Top-level folders, by which paths in a text are distinguished from other words in backquotes.
const FOLDERS: [&str; 10] = [
    "adapters",
    "app",
    "contract",
    "core",
    "docs",
    "examples",
    "migration",
    "openapi",
    "scripts",
    "testkit",
];

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|it| it == extension)
}

/// README, CONTRIBUTING, CHANGELOG and every page of `docs`, as path and text.
fn documents() -> Vec<(String, String)> {
    let pages = fs::read_dir(root().join("docs")).unwrap();
    let pages = pages.map(|file| format!("docs/{}", file.unwrap().file_name().display()));
    let pages = pages.filter(|path| has_extension(path, "md"));
    let top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned);
    let paths = top.into_iter().chain(pages);
    paths.map(|path| (path.clone(), read(&path))).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut named = 0;
    for (document, text) in documents() {
        // Every second part is between two backquotes.
        for quoted in text.split('`').skip(1).step_by(2) {
            let path = quoted.split_whitespace().next().unwrap_or_default();
            let path = path.split("::").next().unwrap_or_default();
            let is_path = path.split_once('/').is_some_and(|(top, rest)| {
                FOLDERS.contains(&top) && !rest.contains(|content| "{}<>*…".contains(content))
            });
            if is_path {
                named += 1;
                assert!(root().join(path).exists(), "{document} names {path}");
            }
        }
    }
    assert!(named > 50, "{named}");
}

/// The text and the target of every Markdown link to a file.
fn links_in(text: &str) -> Vec<(&str, &str)> {
    let links = text.split("](").collect::<Vec<_>>();
    let links = links.windows(2).map(|pair| {
        let label = pair[0].rsplit_once('[').map_or("", |(_, label)| label);
        let target = pair[1].split_once(')').map_or("", |(target, _)| target);
        (label, target.split('#').next().unwrap_or_default())
    });
    let is_file = |target: &str| !target.is_empty() && !target.contains("://");
    links.filter(|(_, target)| is_file(target)).collect()
}

#[test]
fn every_file_and_test_that_a_document_links_to_exists() {
    let mut tests = 0;
    for (document, text) in documents() {
        let folder = root().join(&document);
        let folder = folder.parent().unwrap();
        for (label, target) in links_in(&text) {
            let path = folder.join(target);
            assert!(path.exists(), "{document} links to {target}");
            let test = label.trim_matches('`');
            if has_extension(target, "rs") && test != label {
                tests += 1;
                let source = fs::read_to_string(path).unwrap();
                let is_there = source.contains(&format!("fn {test}("));
                assert!(is_there, "{document}: {target} has no test {test}");
            }
        }
    }
    assert!(tests > 8, "{tests}");
}

/// The values of the field `event` in every Rust file of a folder.
fn events_in(folder: &Path, events: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            events_in(&path, events);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            for field in ["event = \"", "\"event\": \""] {
                let named = source.split(field).skip(1);
                events.extend(named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }
}

#[test]
fn every_event_of_the_log_is_documented() {
    let adapters = fs::read_dir(root().join("adapters")).unwrap();
    let adapters = adapters.map(|adapter| adapter.unwrap().path());
    let mut logged = BTreeSet::new();
    for crate_folder in adapters.chain([root().join("core"), root().join("app")]) {
        events_in(&crate_folder.join("src"), &mut logged);
    }
    let rows = read("docs/OPERATIONS.md");
    let (_, rows) = rows.split_once("<!-- events -->").unwrap();
    let (rows, _) = rows.split_once("<!-- /events -->").unwrap();
    let events = rows
        .lines()
        .filter_map(|row| Some(row.strip_prefix("| `")?.split_once('`')?.0.to_owned()));
    assert_eq!(logged, events.collect::<BTreeSet<_>>());
}
