//! What lines of files say.

use proptest::prelude::*;

use super::files::{Files, blocked, is_blocked};

/// Checks which hosts this file blocks, and which not.
fn check(content: impl AsRef<[u8]>, hosts: &[&str], others: &[&str]) {
    let files = Files::new();
    let lists = blocked(&[files.write("list", content)]);
    for host in hosts {
        assert!(is_blocked(&lists, host), "{host}");
    }
    for host in others {
        assert!(!is_blocked(&lists, host), "{host}");
    }
}

/// The number of lines that could not be read.
fn skipped(content: impl AsRef<[u8]>) -> u64 {
    let files = Files::new();
    let lists = blocked(&[files.write("list", content)]);
    lists.status()[0].1.skipped_lines
}

#[test]
fn a_domain_begins_with_a_dot_or_an_asterisk() {
    for line in [".evil.example", "*.evil.example"] {
        check(line, &["evil.example", "a.evil.example"], &["example"]);
    }
}

#[test]
fn a_hosts_file_is_read() {
    let file = "# comment\n127.0.0.1 localhost\n0.0.0.0 a.example # why\n::1\tb.example c.example\n0.0.0.0 0.0.0.0\nfe80::1%lo0 d.example\n";
    check(
        file,
        &[
            "a.example",
            "b.example",
            "c.example",
            "d.example",
            "localhost",
        ],
        &["why", "comment"],
    );
    assert_eq!(skipped(file), 0);
}

#[test]
fn hosts_are_read_in_any_spelling() {
    let file = "\u{feff}EVIL.Example.\r\nпример.рф\r\n xn--80ak6aa92e.com \n*.Ünder.example\n";
    let hosts = [
        "evil.example",
        "xn--e1afmkfd.xn--p1ai",
        "xn--80ak6aa92e.com",
        "a.xn--nder-zra.example",
    ];
    check(file, &hosts, &[]);
}

#[test]
fn addresses_are_read_in_any_spelling() {
    let file = "192.0.2.1\n0xc0.0.2.2\n2001:DB8:0::1\n[2001:db8::2]\n::ffff:192.0.2.3\n";
    let hosts = [
        "192.0.2.1",
        "192.0.2.2",
        "2001:db8::1",
        "2001:db8::2",
        "192.0.2.3",
    ];
    check(file, &hosts, &["192.0.2.4", "1"]);
    // An address is in no domain.
    check(".1\n.2.1", &[], &["192.0.2.1"]);
}

#[test]
fn what_is_no_host_is_skipped_and_counted() {
    let file = "https://evil.example/a\na b.example\n||evil.example^\n\n#\nfine.example\n";
    assert_eq!(skipped(file), 3);
    check(file, &["fine.example"], &["evil.example", "b.example", "a"]);
    assert_eq!(skipped(b"\xff\xfe.example\n"), 1);
    let long = format!("{}\nfine.example", "a".repeat(100_000));
    assert_eq!(skipped(&long), 1);
    check(&long, &["fine.example"], &[]);
    let long_comment = format!("#{}\nfine.example", "a".repeat(100_000));
    assert_eq!(skipped(&long_comment), 0);
}

proptest! {
    #[test]
    fn any_file_is_read(content in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let files = Files::new();
        blocked(&[files.write("list", content)]);
    }

    #[test]
    fn exactly_the_listed_hosts_are_found(listed in proptest::collection::btree_set("[a-z]{1,3}\\.[a-z]{2}", 0..50), other in "[a-z]{1,3}\\.[a-z]{2}") {
        let lines: Vec<&str> = listed.iter().map(String::as_str).collect();
        let files = Files::new();
        let lists = blocked(&[files.write("list", lines.join("\n"))]);
        for host in &listed {
            prop_assert!(is_blocked(&lists, host));
        }
        prop_assert_eq!(is_blocked(&lists, &other), listed.contains(&other));
    }
}
