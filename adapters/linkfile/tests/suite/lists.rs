use korotko_linkfile::MAX_ITEMS;

use crate::fixtures::{read_one, refusals, tagged, text, write};

/// The tags of a cell that is quoted as a whole.
fn tags(cell: &str) -> Vec<String> {
    read_one(row_of(cell)).new.tags
}

fn row_of(cell: &str) -> String {
    let cell = cell.replace('"', "\"\"");
    format!("url,tags\nhttps://example.com/a,\"{cell}\"\n")
}

#[test]
fn items_are_trimmed_and_empty_ones_dropped() {
    assert_eq!(tags(" a , ,b,,"), ["a", "b"]);
    assert_eq!(tags(", ,"), [""; 0]);
}

#[test]
fn an_item_with_a_comma_is_quoted() {
    assert_eq!(tags("\"x, y\",z"), ["x, y", "z"]);
    assert_eq!(tags("z, \"x, \"\"y\"\"\" , \"\""), ["z", "x, \"y\""]);
}

#[test]
fn a_quote_within_an_item_is_part_of_it() {
    assert_eq!(tags("5\" disk,b"), ["5\" disk", "b"]);
}

#[test]
fn a_line_break_separates_items() {
    assert_eq!(tags("a\nb\r\nc"), ["a", "b", "c"]);
}

#[test]
fn a_duplicate_item_counts_once() {
    assert_eq!(tags(&"a,b,".repeat(100_000)), ["a", "b"]);
}

#[test]
fn an_unclosed_quote_is_refused() {
    let message = "tags: has a quote that is never closed".to_owned();
    assert_eq!(refusals(row_of("a,\"b,c")), [(2, message)]);
}

#[test]
fn too_many_items_are_refused() {
    let items = |count: usize| {
        let items: Vec<String> = (0..count).map(|item| item.to_string()).collect();
        items.join(",")
    };
    assert_eq!(tags(&items(MAX_ITEMS)).len(), MAX_ITEMS);
    let message = "tags: has more than 1000 items".to_owned();
    assert_eq!(refusals(row_of(&items(MAX_ITEMS + 1))), [(2, message)]);
}

#[test]
fn items_are_quoted_only_where_needed() {
    let link = tagged(&["a", "b c"], &["x, y", "5\""]);
    let text = text(std::slice::from_ref(&link));
    let cells = ",\"a,b c\",\"\"\"x, y\"\",\"\"5\"\"\"\"\"\"\",";
    assert!(text.contains(cells), "{text}");
    let read = read_one(write(&[link]));
    assert_eq!(read.new.tags, ["a", "b c"]);
    assert_eq!(read.collections, ["x, y", "5\""]);
}
