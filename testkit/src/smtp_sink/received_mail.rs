use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use quoted_printable::ParseMode;

/// A received mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The address in MAIL.
    pub from: String,
    /// The addresses in RCPT.
    pub to: Vec<String>,
    /// Headers and body as sent, dots unescaped, lines ending in CRLF.
    pub data: String,
}

impl ReceivedMail {
    /// A mail read from a file, without an envelope.
    pub fn of_file(data: String) -> Self {
        Self {
            from: String::new(),
            to: Vec::new(),
            data,
        }
    }

    /// The value of the first header of this name, unfolded, otherwise as sent.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.lines(), name)
    }

    /// The Message-ID without its angle brackets; empty if there is none.
    pub fn message_id(&self) -> String {
        let id = self.header("Message-ID").unwrap_or_default();
        id.trim_matches(['<', '>']).to_owned()
    }

    /// The subject, decoded if it is in base64 (RFC 2047): a space between two encoded words is ignored.
    pub fn subject(&self) -> String {
        let subject = self.header("Subject").unwrap_or_default();
        let mut bytes = Vec::new();
        let mut after_encoded = true;
        for word in subject.split(' ') {
            let decoded = decode_word(word);
            if !(after_encoded && (decoded.is_some() || bytes.is_empty())) {
                bytes.push(b' ');
            }
            after_encoded = decoded.is_some();
            bytes.extend(decoded.unwrap_or_else(|| word.as_bytes().to_vec()));
        }
        lossy(bytes)
    }

    /// The plain text, decoded, lines ending in LF; the whole body if the mail has no parts.
    pub fn text(&self) -> String {
        self.part("text/plain")
            .unwrap_or_else(|| decoded(&self.lines()))
    }

    /// The HTML, decoded; empty if there is none.
    pub fn html(&self) -> String {
        self.part("text/html").unwrap_or_default()
    }

    /// Every http and https URL in the plain text that is a word of its own.
    pub fn links(&self) -> Vec<String> {
        let is_url = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
        let text = self.text();
        let words = text.split_whitespace().filter(is_url);
        words.map(str::to_owned).collect()
    }

    /// The attached files, in order.
    pub fn attachments(&self) -> Vec<ReceivedFile> {
        let lines = self.lines();
        let entities = entities(&lines);
        entities
            .into_iter()
            .filter_map(ReceivedFile::from_entity)
            .collect()
    }

    fn lines(&self) -> String {
        self.data.replace("\r\n", "\n")
    }

    fn part(&self, kind: &str) -> Option<String> {
        let lines = self.lines();
        let is_kind =
            |part: &&str| header(part, "Content-Type").is_some_and(|own| own.starts_with(kind));
        entities(&lines)
            .into_iter()
            .skip(1)
            .find(is_kind)
            .map(decoded)
    }
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// The file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The number of base64 lines.
    pub encoded: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl ReceivedFile {
    fn from_entity(entity: &str) -> Option<Self> {
        let disposition = header(entity, "Content-Disposition")?;
        let name = disposition.strip_prefix("attachment; filename=\"")?;
        let encoded = entity.split_once("\n\n")?.1;
        Some(Self {
            name: name.trim_end_matches('"').to_owned(),
            media_type: header(entity, "Content-Type")?,
            encoded: encoded.to_owned(),
            bytes: decode_base64(encoded),
        })
    }
}

/// The entity itself and all its parts, nested ones included, in order.
fn entities(entity: &str) -> Vec<&str> {
    let mut found = vec![entity];
    let content_type = header(entity, "Content-Type").unwrap_or_default();
    if let Some(boundary) = content_type.split("boundary=").nth(1) {
        let boundary = boundary.split(';').next().unwrap_or_default();
        let delimiter = format!("\n--{}", boundary.trim().trim_matches('"'));
        let parts = entity.split(&delimiter).skip(1);
        found.extend(parts.flat_map(|part| entities(part.trim_start_matches('\n'))));
    }
    found
}

/// The bytes of an encoded word, if it is one.
fn decode_word(word: &str) -> Option<Vec<u8>> {
    let encoded = word.strip_prefix("=?utf-8?b?")?.strip_suffix("?=")?;
    Some(decode_base64(encoded))
}

/// The value of a header field in a text of header, empty line and body.
fn header(entity: &str, name: &str) -> Option<String> {
    let head = entity.split("\n\n").next()?;
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    unfolded.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        let found = key.eq_ignore_ascii_case(name);
        found.then(|| value.trim().to_owned())
    })
}

/// The body of an entity without its transfer encoding.
fn decoded(entity: &str) -> String {
    let body = entity.split_once("\n\n").map_or("", |parts| parts.1);
    let encoding = header(entity, "Content-Transfer-Encoding").unwrap_or_default();
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => lossy(decode_base64(body)).replace("\r\n", "\n"),
        "quoted-printable" => {
            lossy(quoted_printable::decode(body, ParseMode::Robust).expect("quoted-printable"))
                .replace("\r\n", "\n")
        }
        _ => body.to_owned(),
    }
}

/// Decodes base64 in any number of lines.
pub(super) fn decode_base64(text: &str) -> Vec<u8> {
    let one_line: String = text.split_ascii_whitespace().collect();
    BASE64_STANDARD.decode(one_line).expect("base64")
}

pub(super) fn lossy(bytes: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(bytes.as_ref()).into_owned()
}
