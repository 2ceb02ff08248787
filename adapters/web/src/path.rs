//! Paths that come from a form or a query, to which a browser is led.

/// The path, if it is one of this service; otherwise the home page. `//host` and `/\host` would lead to another one.
pub(crate) fn local(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_this_service_are_followed() {
        for path in ["/", "/app", "/app/links?tag=a%20b&after=7", "/app#x"] {
            assert_eq!(local(path), path);
        }
        for path in [
            "",
            "app",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\\b",
            "/a b",
            "/\u{0}",
            "javascript:alert(1)",
            "/ж",
        ] {
            assert_eq!(local(path), "/", "{path}");
        }
    }
}
