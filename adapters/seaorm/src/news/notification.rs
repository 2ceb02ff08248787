use std::time::Duration;

/// The channel of all notifications.
pub(super) const CHANNEL: &str = "korotko_news";

/// A notification: the process that sent it, its number among the messages of this process, and changes or a heartbeat.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message<'a> {
    Changes(&'a str),
    /// When it was sent, by the clock of the process.
    Beat(Duration),
}

impl<'a> Message<'a> {
    pub(super) fn write(&self, sender: u64, number: u64) -> String {
        match self {
            Self::Changes(text) => format!("{sender:x} {number} {text}"),
            Self::Beat(sent) => format!("{sender:x} {number} ={}", sent.as_micros()),
        }
    }

    pub(super) fn read(text: &'a str) -> Option<(u64, u64, Self)> {
        let (sender, rest) = text.split_once(' ')?;
        let (number, body) = rest.split_once(' ')?;
        let sender = u64::from_str_radix(sender, 16).ok()?;
        let number = number.parse().ok()?;
        let message = match body.strip_prefix('=') {
            Some(sent) => Self::Beat(Duration::from_micros(sent.parse().ok()?)),
            None => Self::Changes(body),
        };
        Some((sender, number, message))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;

    #[test]
    fn messages_are_read_as_they_were_written() {
        for message in [
            Message::Changes("0/promo @7"),
            Message::Beat(Duration::from_micros(1_234_567_890_123)),
        ] {
            let text = message.write(u64::MAX, 7);
            assert_eq!(Message::read(&text), Some((u64::MAX, 7, message)));
        }
        for text in ["", "7", "x 1 *", "7 x *", "7 1 =x"] {
            assert_eq!(Message::read(text), None, "{text}");
        }
    }
}
