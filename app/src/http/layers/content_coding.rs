use poem::http::{HeaderMap, header};

use crate::http::problem::Problem;

/// Refuses a body with a content coding such as gzip (RFC 9110 8.4), because it is not decoded.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get_all(header::CONTENT_ENCODING).iter();
    let mut codings = given.flat_map(|field| field.as_bytes().split(|byte| *byte == b','));
    let plain = codings.all(|coding| {
        let coding = coding.trim_ascii();
        coding.is_empty() || coding.eq_ignore_ascii_case(b"identity")
    });
    if plain {
        Ok(())
    } else {
        Err(Problem::unsupported_content_coding())
    }
}
