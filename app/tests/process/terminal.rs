//! The program on a terminal, where somebody answers its question.

use crate::program::Program;

/// Runs the program that the shell is given on a pseudo-terminal, and answers one question. Its text has no single quotes.
const SCRIPT: &str = r#"
import fcntl, os, pty, struct, sys, termios
os.environ["TERM"] = "xterm"
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
shown, answered = b"", False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    shown += piece
    if b"[y/N]" in shown and not answered:
        os.write(terminal, sys.argv[1].encode() + b"\n")
        answered = True
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"#;

/// The program on a terminal; everything it shows there is in `stdout`. Its question, if it asks one, gets this answer.
pub fn on_terminal(program: Program, answer: &str) -> Program {
    program.after(&format!(
        "exec python3 -c '{SCRIPT}' '{answer}' \"$0\" \"$@\""
    ))
}
