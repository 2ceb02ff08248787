use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::received_mail::{ReceivedMail, decode_base64, lossy};
use super::script::{Cue, Stage};
use super::state::State;

/// The maximum length of a line, in bytes.
const MAX_LINE: u64 = 64 * 1024;

/// Serves one client until either side closes the connection.
pub(super) async fn serve(stream: TcpStream, state: Arc<State>) {
    let mut session = Session {
        stream: BufReader::new(stream),
        state,
        from: None,
        to: Vec::new(),
    };
    // An error ends the connection, and is not reported.
    let _ = session.run().await;
}

struct Session {
    stream: BufReader<TcpStream>,
    state: Arc<State>,
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        self.answer(Stage::Greeting, "220 sink.test ESMTP").await?;
        loop {
            let line = self.line().await?;
            let line = lossy(&line);
            let verb = line.split(' ').next().unwrap_or_default();
            let verb = verb.to_ascii_uppercase();
            self.state.record_command(&verb);
            match verb.as_str() {
                "EHLO" | "HELO" => self.ehlo().await?,
                "AUTH" => self.auth(&line).await?,
                "MAIL" => self.mail(&line).await?,
                "RCPT" => self.rcpt(&line).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.clear();
                    self.write("250 2.0.0 clean").await?;
                }
                "NOOP" => self.write("250 2.0.0 here").await?,
                "QUIT" => {
                    self.write("221 2.0.0 bye").await?;
                    return Ok(());
                }
                _ => self.write("502 5.5.1 not known here").await?,
            }
        }
    }

    async fn ehlo(&mut self) -> io::Result<()> {
        self.clear();
        let mut usual = "250-sink.test\r\n250-ENHANCEDSTATUSCODES\r\n".to_owned();
        if self.state.eight_bit.load(Ordering::Relaxed) {
            usual.push_str("250-8BITMIME\r\n");
        }
        if self.state.utf8.load(Ordering::Relaxed) {
            usual.push_str("250-SMTPUTF8\r\n");
        }
        let max_bytes = self.state.max_bytes.load(Ordering::Relaxed);
        if max_bytes > 0 {
            usual = format!("{usual}250-SIZE {max_bytes}\r\n");
        }
        usual.push_str("250 AUTH PLAIN LOGIN");
        self.answer(Stage::Ehlo, &usual).await.map(drop)
    }

    async fn auth(&mut self, line: &str) -> io::Result<()> {
        let mut words = line.split_ascii_whitespace().skip(1);
        let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
        let initial = words.next().map(str::to_owned);
        let credentials = match (mechanism.as_str(), initial) {
            ("PLAIN", Some(response)) => plain(&decode_base64(&response)),
            ("PLAIN", None) => plain(&self.ask("334 ").await?),
            ("LOGIN", _) => {
                let user = self.ask("334 VXNlcm5hbWU6").await?;
                let password = self.ask("334 UGFzc3dvcmQ6").await?;
                Some((lossy(&user), lossy(&password)))
            }
            _ => None,
        };
        let Some(credentials) = credentials else {
            return self.write("504 5.5.4 not known here").await;
        };
        self.state.record_credentials(credentials);
        self.answer(Stage::Auth, "235 2.7.0 signed in")
            .await
            .map(drop)
    }

    async fn mail(&mut self, line: &str) -> io::Result<()> {
        if self.answer(Stage::Mail, "250 2.1.0 ok").await? {
            self.clear();
            self.from = Some(path(line));
        }
        Ok(())
    }

    async fn rcpt(&mut self, line: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.write("503 5.5.1 MAIL first").await;
        }
        if self.answer(Stage::Rcpt, "250 2.1.5 ok").await? {
            self.to.push(path(line));
        }
        Ok(())
    }

    async fn data(&mut self) -> io::Result<()> {
        if self.to.is_empty() {
            return self.write("503 5.5.1 RCPT first").await;
        }
        if !self.answer(Stage::Data, "354 go on").await? {
            return Ok(());
        }
        let max_bytes = self.state.max_bytes.load(Ordering::Relaxed);
        let mut data = Vec::new();
        loop {
            let line = self.line().await?;
            if line == b"." {
                break;
            }
            if max_bytes > 0 && data.len() > max_bytes {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            data.extend_from_slice(b"\r\n");
        }
        self.finish(&data).await
    }

    /// Accepts or refuses the mail. It is stored before the client knows.
    async fn finish(&mut self, data: &[u8]) -> io::Result<()> {
        let eight_bit = self.state.eight_bit.load(Ordering::Relaxed);
        let cue = match self.state.script.next(Stage::EndOfData) {
            None if !eight_bit && !data.is_ascii() => Some(Cue::Reply("554 5.6.1 8 bits".into())),
            cue => cue,
        };
        if let Some(cue) = cue
            && !self.perform(cue).await?
        {
            self.clear();
            return Ok(());
        }
        let mail = ReceivedMail {
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            data: lossy(data),
        };
        self.state.mails.send_modify(|mails| mails.push(mail));
        self.answer(Stage::Stored, "250 2.0.0 taken")
            .await
            .map(drop)
    }

    fn clear(&mut self) {
        self.from = None;
        self.to.clear();
    }

    /// Answers as the script says, else with `usual`; returns whether the reply is positive.
    async fn answer(&mut self, stage: Stage, usual: &str) -> io::Result<bool> {
        let cue = self.state.script.next(stage);
        self.perform(cue.unwrap_or_else(|| Cue::Reply(usual.to_owned())))
            .await
    }

    async fn perform(&mut self, cue: Cue) -> io::Result<bool> {
        let reply = match cue {
            Cue::Reply(reply) => reply,
            Cue::HangUp => return Err(io::ErrorKind::ConnectionAborted.into()),
            Cue::Stall => {
                self.state.stalled.fetch_add(1, Ordering::SeqCst);
                std::future::pending().await
            }
        };
        self.write(&reply).await?;
        if reply.starts_with("421") {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(reply.starts_with(['2', '3']))
    }

    async fn ask(&mut self, challenge: &str) -> io::Result<Vec<u8>> {
        self.write(challenge).await?;
        let line = self.line().await?;
        Ok(decode_base64(&lossy(&line)))
    }

    async fn write(&mut self, reply: &str) -> io::Result<()> {
        let reply = format!("{reply}\r\n");
        self.stream.get_mut().write_all(reply.as_bytes()).await
    }

    /// One line without its end.
    async fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.stream).take(MAX_LINE);
        limited.read_until(b'\n', &mut line).await?;
        if line.pop() != Some(b'\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(line)
    }
}

/// The address of `MAIL FROM:<…>` or `RCPT TO:<…>`.
fn path(line: &str) -> String {
    let start = line.find('<').map_or(0, |at| at + 1);
    let end = line.rfind('>').unwrap_or(line.len());
    line.get(start..end).unwrap_or_default().to_owned()
}

/// User and password of AUTH PLAIN.
fn plain(response: &[u8]) -> Option<(String, String)> {
    let mut words = response.split(|byte| *byte == 0).skip(1);
    Some((lossy(words.next()?), lossy(words.next()?)))
}
