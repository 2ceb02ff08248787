use korotko_core::ports::{Mail, MailContent, MailError};
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body, SinglePart};

use super::refusal::refused;

/// The longest file name, in bytes.
const MAX_NAME: usize = 100;

/// The file of a mail, if it has one, always in base64.
pub(super) fn from_mail(mail: &Mail) -> Result<Option<SinglePart>, MailError> {
    let MailContent::Report(content) = &mail.content else {
        return Ok(None);
    };
    let file = &content.attachment;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let name = &file.file_name;
    if name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(plain) {
        return Err(refused(
            "the attachment's name must be of ASCII letters, digits, `-` and `.`",
        ));
    }
    let kind = ContentType::parse(file.media_type);
    let kind = kind.map_err(|_| refused("the attachment's media type is invalid"))?;
    let body = Body::new_with_encoding(file.bytes.clone(), ContentTransferEncoding::Base64);
    let body = body.map_err(|_| refused("the attachment cannot be encoded"))?;
    let part = SinglePart::builder()
        .header(kind)
        .header(Disposition(name.clone()));
    Ok(Some(part.body(body)))
}

/// The `Content-Disposition` of a file with this name (RFC 6266 4.1), on one line. lettre would split a name of 36 letters into
/// numbered parts (RFC 2231 3), which some mail clients do not join.
#[derive(Clone)]
struct Disposition(String);

impl Header for Disposition {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let value = format!("attachment; filename=\"{}\"", self.0);
        HeaderValue::dangerous_new_pre_encoded(Self::name(), value.clone(), value)
    }
}
