//! Lists on the command line: a line for each item, or JSON.

use std::io::{self, Write};

use clap::Args;
use korotko_core::Page;
use korotko_core::ports::Timestamp;
use serde_json::Value;

use super::error::CommandError;
use super::print::go_on;

/// The number of items read at a time.
pub(super) const PAGE: u32 = 500;

/// How a list is printed.
#[derive(Debug, Args)]
pub struct Output {
    /// Print a JSON array with the fields of the HTTP API
    #[arg(long)]
    json: bool,
}

/// What is printed of each item.
pub(super) struct Columns<L, V> {
    /// The names of the columns.
    pub(super) title: String,
    /// The line of an item.
    pub(super) line: L,
    /// The JSON of an item.
    pub(super) view: V,
}

impl Output {
    /// Prints all items of all pages, until the output is closed.
    pub(super) async fn print<T, C>(
        &self,
        columns: &Columns<impl Fn(&T) -> String, impl Fn(&T) -> Option<Value>>,
        page: impl AsyncFn(Option<C>) -> Result<Page<T, C>, CommandError>,
    ) -> Result<(), CommandError> {
        let mut page_after = Some(None);
        let mut separator = "[";
        if !self.json && !write(&columns.title, "\n")? {
            return Ok(());
        }
        while let Some(after) = page_after {
            let read = page(after).await?;
            for item in &read.items {
                let (text, end) = if self.json {
                    let json = (columns.view)(item).unwrap_or_default();
                    let text = format!("{separator}\n{json}");
                    separator = ",";
                    (text, "")
                } else {
                    ((columns.line)(item), "\n")
                };
                if !write(&text, end)? {
                    return Ok(());
                }
            }
            page_after = read.next.map(Some);
        }
        match (self.json, separator) {
            (true, "[") => write("[]", "\n").map(drop),
            (true, _) => write("\n]", "\n").map(drop),
            (false, _) => Ok(()),
        }
    }

    /// Prints one item: each field in a line, or JSON.
    pub(super) fn print_one(&self, view: Option<Value>) -> Result<(), CommandError> {
        let view = view.unwrap_or_default();
        if self.json {
            return write(&view.to_string(), "\n").map(drop);
        }
        for (name, value) in view.as_object().into_iter().flatten() {
            // A text of several lines could imitate other fields.
            let text = value
                .as_str()
                .filter(|text| !text.contains(char::is_control));
            let text = text.map_or_else(|| value.to_string(), str::to_owned);
            if !write(&format!("{name}: {text}"), "\n")? {
                break;
            }
        }
        Ok(())
    }
}

/// Returns whether the output is still open.
fn write(text: &str, end: &str) -> Result<bool, CommandError> {
    go_on(write!(io::stdout(), "{text}{end}"))
}

/// A time in a list, to the second.
pub(super) fn second(time: Timestamp) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
