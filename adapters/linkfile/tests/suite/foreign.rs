//! Files of other programs.

use korotko_core::link::{ImportLink, NewLink};
use korotko_linkfile::{FileError, Format, Layout, LinkFile, Role, Service};

use crate::fixtures::{line, moment};

const URL: &str = "https://example.com/a";

/// The rows of a file that tells its own layout.
fn links(file: &str) -> Vec<ImportLink> {
    let layout = Layout::detect(file.as_bytes()).unwrap().unwrap();
    links_as(&layout, file)
}

fn links_as(layout: &Layout, file: &str) -> Vec<ImportLink> {
    let file = LinkFile::open_as(layout, file, 100).unwrap();
    let links: Vec<_> = file.rows().map(|row| row.content.unwrap()).collect();
    assert_eq!(links.len(), file.len());
    links
}

/// The only row of a file of this service.
fn link_of(service: Service, file: &str) -> NewLink {
    let layout = Layout::detect(file.as_bytes()).unwrap();
    assert_eq!(layout, Some(Layout::Of(service)));
    let mut links = links(file);
    assert_eq!(links.len(), 1);
    links.remove(0).new
}

#[test]
fn the_export_of_yourls_is_recognised() {
    let file = format!("source,target,hits\r\n/promo/,\"{URL}?b=1,2\",42\r\n");
    let new = link_of(Service::Yourls, &file);
    assert_eq!(new.url, format!("{URL}?b=1,2"));
    assert_eq!(new.slug.as_deref(), Some("promo"));
    assert_eq!(new.imported_clicks, Some(42));
}

#[test]
fn the_export_of_shlink_is_recognised() {
    let file = format!(
        "createdAt,domain,shortCode,shortUrl,longUrl,title,tags,visits\n\
         2026-01-01T00:00:00+00:00,s.example,promo,https://s.example/promo,{URL},Spring,sale|spring,7\n"
    );
    let new = link_of(Service::Shlink, &file);
    assert_eq!(new.url, URL);
    assert_eq!(new.slug.as_deref(), Some("promo"));
    assert_eq!(new.title.as_deref(), Some("Spring"));
    assert_eq!(new.tags, ["sale", "spring"]);
    assert_eq!(new.imported_clicks, Some(7));
}

#[test]
fn an_older_export_of_shlink_has_its_code_in_the_short_url() {
    let file = format!(
        "createdAt,shortUrl,longUrl,title,tags,visits\n2026-01-01,https://s.example/promo,{URL},,,0\n"
    );
    let new = link_of(Service::Shlink, &file);
    let expected = NewLink {
        imported_clicks: Some(0),
        ..NewLink::to(URL).with_slug("promo")
    };
    assert_eq!(new, expected);
}

#[test]
fn the_export_of_bitly_is_recognised_and_its_custom_link_preferred() {
    let header = "Link,Custom Link,Destination URL,Created";
    for (custom, slug) in [("go.example/sale", "sale"), ("", "3xYz")] {
        let file = format!("{header}\nbit.ly/3xYz,{custom},{URL},2026-01-01\n");
        let new = link_of(Service::Bitly, &file);
        assert_eq!(new, NewLink::to(URL).with_slug(slug));
    }
}

#[test]
fn a_file_with_the_fields_of_rebrandly_is_recognised() {
    let file = format!("title,slashtag,destination,clicks\nSpring,promo,{URL},5\n");
    let new = link_of(Service::Rebrandly, &file);
    assert_eq!(new.url, URL);
    assert_eq!(new.slug.as_deref(), Some("promo"));
    assert_eq!(new.title.as_deref(), Some("Spring"));
    assert_eq!(new.imported_clicks, Some(5));
}

#[test]
fn a_list_of_targets_needs_no_header() {
    let file = format!("{URL}\n\n {URL}?b=c \n");
    let urls: Vec<_> = links(&file).into_iter().map(|link| link.new.url).collect();
    assert_eq!(urls, [URL.to_owned(), format!("{URL}?b=c")]);
}

#[test]
fn our_own_files_are_recognised() {
    let csv = format!("url,slug\n{URL},promo\n");
    let json = format!(r#"[{{"url": "{URL}", "slug": "promo"}}]"#);
    for (file, format) in [(csv, Format::Csv), (json, Format::Json)] {
        let layout = Layout::detect(file.as_bytes()).unwrap();
        assert_eq!(layout, Some(Layout::Links(format)));
        assert_eq!(links(&file)[0].new, NewLink::to(URL).with_slug("promo"));
    }
}

#[test]
fn the_columns_of_another_file_have_to_be_chosen() {
    let file = format!("Short,Long,Note,Labels,Until\ns.example/promo,{URL},Spring,\"a;b;a\",2027-01-31\n");
    assert_eq!(Layout::detect(file.as_bytes()).unwrap(), None);
    let columns = Layout::columns(file.as_bytes()).unwrap();
    let names: Vec<_> = columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["Short", "Long", "Note", "Labels", "Until"]);
    assert_eq!(columns[1].example, URL);
    let chosen = Layout::Columns(vec![
        (Role::Target, 1),
        (Role::Slug, 0),
        (Role::Title, 2),
        (Role::Tags, 3),
        (Role::End, 4),
    ]);
    let link = links_as(&chosen, &file).remove(0).new;
    let expected = NewLink {
        title: Some("Spring".to_owned()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        expires_at: Some(moment("2027-01-31T00:00:00Z")),
        ..NewLink::to(URL).with_slug("promo")
    };
    assert_eq!(link, expected);
}

#[test]
fn a_file_without_a_header_line_loses_no_row() {
    let file = format!("{URL};promo\n{URL}?b;sale\n");
    assert_eq!(Layout::detect(file.as_bytes()).unwrap(), None);
    let columns = Layout::columns(file.as_bytes()).unwrap();
    assert_eq!(columns.len(), 2);
    assert!(columns.iter().all(|column| column.name.is_empty()));
    assert_eq!(columns[1].example, "promo");
    let chosen = Layout::Columns(vec![(Role::Target, 0), (Role::Slug, 1)]);
    let slugs = links_as(&chosen, &file).into_iter();
    let slugs: Vec<_> = slugs.filter_map(|link| link.new.slug).collect();
    assert_eq!(slugs, ["promo", "sale"]);
}

#[test]
fn a_row_that_cannot_be_read_is_refused_alone() {
    let file = format!("source,target,hits\n/a/,{URL},many\n\n/b/,,1\n/c/,{URL},2\n");
    let file = LinkFile::open_as(&Layout::Of(Service::Yourls), file, 100).unwrap();
    let outcomes = file.rows().map(|row| {
        let broken = row.content.as_ref().err().map(ToString::to_string);
        (line(&row), broken)
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(outcomes.len(), 3);
    assert_eq!(outcomes[0].0, 2);
    let many = outcomes[0].1.as_deref().unwrap();
    assert!(many.starts_with("imported_clicks: must be"), "{many}");
    assert_eq!(outcomes[1], (4, Some("url: is missing".to_owned())));
    assert_eq!(outcomes[2], (5, None));
}

#[test]
fn columns_without_a_target_and_too_many_rows_are_refused() {
    let file = format!("a,b\n{URL},x\n{URL},y\n");
    let untargeted = Layout::Columns(vec![(Role::Slug, 1)]);
    let missing = FileError::MissingColumn { name: "url" };
    let refused = LinkFile::open_as(&untargeted, &file, 9).unwrap_err();
    assert_eq!(refused, missing);
    let chosen = Layout::Columns(vec![(Role::Target, 0)]);
    let refused = LinkFile::open_as(&chosen, &file, 1).unwrap_err();
    assert_eq!(refused, FileError::TooManyRows { max: 1 });
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    for (file, error) in [
        (&b"PK\x03\x04"[..], FileError::Workbook),
        (&b"\xff\xfeu\0r\0l\0"[..], FileError::Utf16),
        (&b""[..], FileError::Empty),
        (&b"\xcf\xf0,b\n"[..], FileError::HeaderEncoding),
        (&b"\"a,b\n"[..], FileError::HeaderQuote),
    ] {
        assert_eq!(Layout::detect(file).unwrap_err(), error, "{file:?}");
    }
}
