use korotko_core::link::{QueryForwarding, Scope};

use crate::fixtures::{good_lines, moment, read, read_one, refusals};

const URL: &str = "https://example.com/a";

#[test]
fn every_cell_is_read() {
    let link = read_one(format!(
        "url,slug,title,tags,collections,expires_at,namespace,redirect_status,query_forwarding,max_clicks,fallback_url,clicks,imported_clicks,created_at,share_url,state\n\
         {URL},promo,Spring,\"a,b\",Sale,2027-01-31T12:00:00+03:00,Global,302,Override,9,{URL}/over,many,12,whenever,nothing,live\n"
    ));
    assert_eq!(link.new.url, URL);
    assert_eq!(link.new.slug.as_deref(), Some("promo"));
    assert_eq!(link.new.title.as_deref(), Some("Spring"));
    assert_eq!(link.new.tags, ["a", "b"]);
    assert_eq!(link.collections, ["Sale"]);
    assert_eq!(link.new.expires_at, Some(moment("2027-01-31T09:00:00Z")));
    assert_eq!(link.new.scope, Some(Scope::Global));
    assert_eq!(link.new.redirect_status, Some(302));
    assert_eq!(link.new.query_forwarding, Some(QueryForwarding::Override));
    assert_eq!(link.new.max_clicks, Some(9));
    assert_eq!(link.new.fallback_url, Some(format!("{URL}/over")));
    assert_eq!(link.new.imported_clicks, Some(12));
}

#[test]
fn an_empty_cell_counts_as_missing() {
    let link = read_one(format!(
        "url,slug,title,tags,collections,expires_at,namespace,redirect_status,query_forwarding,max_clicks,fallback_url\n{URL},, ,,,,,,,,\n"
    ));
    assert_eq!(link.new, korotko_core::link::NewLink::to(URL));
    assert!(link.collections.is_empty());
}

#[test]
fn space_around_a_word_is_ignored_but_not_a_line_break() {
    let file = |url| format!("url,slug\n\"{url}\", promo \n");
    let link = read_one(file(format!(" {URL} ")));
    assert_eq!(link.new.url, URL);
    assert_eq!(link.new.slug.as_deref(), Some("promo"));
    let broken = format!("{URL}\n");
    assert_eq!(read_one(file(broken.clone())).new.url, broken);
}

#[test]
fn quotes_and_line_breaks_within_quotes_are_part_of_the_cell() {
    let link = read_one(format!("url,title\n{URL},\"a \"\"b\"\"\r\nc\"\n"));
    assert_eq!(link.new.title.as_deref(), Some("a \"b\"\r\nc"));
}

#[test]
fn a_row_has_the_line_on_which_it_begins() {
    let file = format!("url,title\r\n{URL},\"1\r\n2\n3\"\r\n\r\n\r\n{URL},x\r\n{URL},y");
    assert_eq!(good_lines(file), [2, 7, 8]);
}

#[test]
fn missing_cells_at_the_end_are_empty() {
    let link = read_one(format!("url,slug,title,tags,clicks\n{URL},promo\n"));
    let wanted = korotko_core::link::NewLink::to(URL).with_slug("promo");
    assert_eq!(link.new, wanted);
    let missing = refusals("title,url\nSpring\n");
    assert_eq!(missing, [(2, "url: is missing".to_owned())]);
}

#[test]
fn a_surplus_cell_is_refused_unless_it_is_empty() {
    let file = format!("url,title\n{URL}\n{URL},a\n{URL},a,b\n{URL},c,\n{URL},c,,x\n");
    let message = "row: has more cells than the 2 columns of the header line".to_owned();
    assert_eq!(refusals(&file), [(4, message.clone()), (6, message)]);
    assert_eq!(good_lines(&file), [2, 3, 5]);
}

#[test]
fn a_row_that_is_not_utf_8_is_refused_alone() {
    let mut file = format!("url,title\n{URL},").into_bytes();
    file.extend_from_slice(b"\xcf\xf0\xe8\xe2\xe5\xf2\n");
    file.extend_from_slice(format!("{URL},good\n").as_bytes());
    assert_eq!(refusals(&file), [(2, "title: is not UTF-8".to_owned())]);
    assert_eq!(good_lines(&file), [3]);
}

#[test]
fn blank_rows_are_skipped() {
    let file = format!("url,title\n,\n{URL},a\n \n, \n\"\"\n");
    assert_eq!(read(&file).len(), 1);
    assert_eq!(good_lines(&file), [3]);
}

#[test]
fn an_unclosed_quote_is_reported_at_the_row_where_it_opens() {
    let file = format!("url,title\n{URL},a\n{URL},\"b\n{URL},c\n{URL},d\n");
    let message = "row: has a quote that is never closed".to_owned();
    assert_eq!(refusals(&file), [(3, message)]);
    assert_eq!(good_lines(&file), [2]);
}

#[test]
fn all_errors_of_a_row_are_reported_at_once() {
    let file = format!("url,expires_at,namespace,redirect_status\n{URL},tomorrow,mine,teapot\n");
    let (_, text) = refusals(file).remove(0);
    for part in [
        "expires_at: must be a time",
        "namespace: must be global or personal",
        "redirect_status: must be 301",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("tomorrow"), "{text}");
    assert!(!text.contains("teapot"), "{text}");
}

#[test]
fn a_row_without_a_url_is_refused() {
    let found = refusals("url,slug\n,promo\n");
    assert_eq!(found, [(2, "url: is missing".to_owned())]);
}

#[test]
fn a_time_is_truncated_to_microseconds() {
    let file = format!("url,expires_at\n{URL},2027-01-31T23:30:00.1234569-05:30\n");
    let end = read_one(file).new.expires_at.unwrap();
    assert_eq!(end, moment("2027-02-01T05:00:00.123456Z"));
}

#[test]
fn a_time_without_an_offset_is_refused() {
    let file = format!("url,expires_at\n{URL},2027-01-31T12:00:00\n");
    assert!(refusals(file)[0].1.starts_with("expires_at: "));
}

#[test]
fn a_very_long_line_is_one_row() {
    let long = "x".repeat(1_000_000);
    let file = format!("url,title\n{URL},{long}\n{URL},short\n");
    let rows = read(&file);
    let link = rows[0].content.as_ref().unwrap();
    assert_eq!(link.new.title.as_ref().map(String::len), Some(1_000_000));
    assert_eq!(good_lines(&file), [2, 3]);
}

#[test]
fn a_line_of_very_many_cells_is_one_row() {
    let file = format!("url,title\n{}x\n{URL},a\n", ",".repeat(1_000_000));
    let message = "row: has more cells than the 2 columns of the header line".to_owned();
    assert_eq!(refusals(&file), [(2, message)]);
}
