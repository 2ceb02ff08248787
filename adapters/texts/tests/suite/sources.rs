//! The sources of the workspace, as far as they show texts to people.

use std::fs;
use std::path::{Path, PathBuf};

/// A source or template.
pub struct Source {
    pub path: PathBuf,
    pub content: String,
}

/// The sources and templates of all crates, without tests in folders of their own and without this crate.
pub fn sources() -> Vec<Source> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let adapters = fs::read_dir(root.join("adapters")).unwrap();
    let adapters = adapters.map(|entry| entry.unwrap().path());
    let crates = adapters.chain([root.join("app")]);
    let mut sources = Vec::new();
    for folder in crates.filter(|folder| !folder.ends_with("texts")) {
        for part in ["src", "templates"] {
            read(&folder.join(part), &mut sources);
        }
    }
    assert!(sources.len() > 100, "{} sources", sources.len());
    sources
}

fn read(folder: &Path, sources: &mut Vec<Source>) {
    // Not every crate has templates.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let kind = path.extension().and_then(|kind| kind.to_str());
        if path.is_dir() {
            read(&path, sources);
        } else if matches!(kind, Some("rs" | "html" | "txt")) {
            let content = fs::read_to_string(&path).unwrap();
            sources.push(Source { path, content });
        }
    }
}

impl Source {
    /// Everything between two quotation marks, which includes all short literals.
    pub fn quoted(&self) -> impl Iterator<Item = &str> {
        self.content.split('"')
    }

    /// The key, and the rest of the source behind it, of each call of this method with a literal key. A key has a hyphen.
    pub fn calls(&self, method: &str) -> Vec<(&str, &str)> {
        let calls = self.content.match_indices(method);
        let keys = calls.filter_map(|(index, _)| {
            let rest = &self.content[index + method.len()..];
            let literal = rest.trim_start().strip_prefix('"')?;
            literal.split_once('"')
        });
        keys.filter(|(key, _)| is_key(key)).collect()
    }
}

/// Whether a text has the form of a key: words with hyphens between them.
pub fn is_key(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.contains('-')
        && text.bytes().all(is_part)
        && !text.starts_with('-')
        && !text.ends_with('-')
}
