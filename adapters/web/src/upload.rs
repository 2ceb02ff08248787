//! Forms with a file (RFC 7578).

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream::once;
use http::header;
use multer::{Multipart, parse_boundary};

use crate::request::PageRequest;

/// What a form with a file sends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    /// The file; empty if none was chosen.
    pub(crate) file: Bytes,
    /// The text that may be sent instead.
    pub(crate) text: String,
}

impl Upload {
    /// The fields `file` and `text` of the form; `None` if it is broken. A form without a file may be encoded as any other.
    pub(crate) async fn read(request: &PageRequest) -> Option<Self> {
        let declared = request.field(header::CONTENT_TYPE).unwrap_or_default();
        let Ok(boundary) = parse_boundary(declared) else {
            return Some(Self {
                file: Bytes::new(),
                text: request.form().raw("text").to_owned(),
            });
        };
        let body = request.body.clone();
        let whole = once(async move { Ok::<Bytes, Infallible>(body) });
        let mut parts = Multipart::new(whole, boundary);
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.ok()? {
            match part.name() {
                Some("file") => upload.file = part.bytes().await.ok()?,
                Some("text") => upload.text = part.text().await.ok()?,
                _ => {}
            }
        }
        Some(upload)
    }

    /// The file, or else the text; `None` if both are blank.
    pub(crate) fn content(&self) -> Option<&[u8]> {
        let both = [&*self.file, self.text.as_bytes()].into_iter();
        let mut given = both.filter(|content| !content.trim_ascii().is_empty());
        given.next()
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method, Uri, header};

    use super::Upload;
    use crate::request::PageRequest;

    const FORM: &str = "multipart/form-data; boundary=x";

    async fn read(content_type: &'static str, body: &'static str) -> Option<Upload> {
        let content_type = HeaderValue::from_static(content_type);
        let fields = [(header::CONTENT_TYPE, content_type)].into_iter();
        let request = PageRequest {
            method: Method::POST,
            uri: Uri::from_static("/app/links/import"),
            headers: HeaderMap::from_iter(fields),
            body: body.into(),
            client: None,
            id: String::new(),
        };
        Upload::read(&request).await
    }

    #[tokio::test]
    async fn a_file_and_a_text_are_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhttps://a.example\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n\
             url\n\r\n--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nz\r\n--x--\r\n";
        let upload = read(FORM, body).await.unwrap();
        assert_eq!(&*upload.file, b"url\n");
        assert_eq!(upload.text, "https://a.example");
        assert_eq!(upload.content(), Some(&b"url\n"[..]));
    }

    #[tokio::test]
    async fn without_a_file_the_text_counts() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhttps://a.example\r\n\
             --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
        let upload = read(FORM, body).await.unwrap();
        assert_eq!(upload.content(), Some(&b"https://a.example"[..]));
        let plain = read("application/x-www-form-urlencoded", "text=a%0Ab").await;
        assert_eq!(plain.unwrap().text, "a\nb");
    }

    #[tokio::test]
    async fn blank_and_broken_forms_have_no_content() {
        let blank = read("application/x-www-form-urlencoded", "text=+%0D%0A").await;
        assert_eq!(blank.unwrap().content(), None);
        let cut = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nurl";
        assert_eq!(read(FORM, cut).await, None);
    }
}
