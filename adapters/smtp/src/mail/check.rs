use korotko_core::ports::{Mail, MailError};

use super::refusal::{MAX_LINE, refused};

/// Refuses values that would end a header or a line early, or make a header too long.
pub(super) fn check(mail: &Mail) -> Result<(), MailError> {
    let id = &mail.message_id;
    let is_id_byte = |byte: u8| byte.is_ascii_graphic() && byte != b'<' && byte != b'>';
    if !id.contains('@') || !id.bytes().all(is_id_byte) || id.len() > MAX_LINE - 20 {
        return Err(refused("the Message-ID is invalid (RFC 5322 3.6.4)"));
    }
    if let Some(url) = mail.unsubscribe() {
        let url = url.as_str();
        if !url.bytes().all(is_id_byte) || url.len() > MAX_LINE - 20 {
            return Err(refused("the unsubscribe URL does not fit into a header"));
        }
    }
    Ok(())
}
