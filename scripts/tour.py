#!/usr/bin/env python3
"""Runs the commands of README.md and docs/TOUR.md and compares what they print with what the documents say.

    scripts/tour.py PROGRAM           reports the differences; exits with 1 if there are any
    scripts/tour.py PROGRAM --write   writes the real answers into the documents instead

Each document gets a fresh PROGRAM (as target/debug/korotko) in an empty folder. Its ```console blocks run in one bash:
a command begins with `$ ` and goes on after a backslash; the lines below it are what it prints. A ```text block is what the
program itself must print. JSON is compared as `formatted` shows it.

Times, generated slugs and job numbers are masked. `…` stands for anything: alone on a line or after a space for any text,
at the end of a word for the rest of that word, which later commands may use by the same abbreviation.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

DOCUMENTS = ["README.md", "docs/TOUR.md"]
WIDTH = 110
DEADLINE = 20    # seconds to wait for what happens in the background: mails, counting
ADDRESS = "localhost:8080"    # as the documents have it
MASKS = [
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<time>"),
    (r"\d{8}T\d{6}\.\d+Z", "<time>"),
    (r"\bjob-\d+", "job-<number>"),
    (r'(?<="prefix": ")kor_[A-Za-z0-9]{6}(?=")', "<prefix>"),
    (r'(?<="custom_url": ")[A-Za-z0-9]{7}(?=")', "<slug>"),
    (rf"(?<={ADDRESS}/)[A-Za-z0-9]{{7}}(?=\")", "<slug>"),
]
TOKEN = re.compile(r"(eyJ[\w-]{17})[\w.-]+|(kor_)\w{49}")


def formatted(value, indent=0):
    """JSON on one line where it fits, else with as many members on a line as fit."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    if isinstance(value, dict):
        brackets = "{}"
        members = [f"{json.dumps(key)}: {formatted(item, indent + 2)}" for key, item in value.items()]
    else:
        brackets = "[]"
        members = [formatted(item, indent + 2) for item in value]
    lines = [""]
    for index, member in enumerate(members):
        member += "," if index + 1 < len(members) else ""
        if lines[-1] and ("\n" in member or len(lines[-1]) + len(member) + indent + 3 > WIDTH):
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + member
        if "\n" in member:
            lines.append("")
    inner = "\n".join(" " * (indent + 2) + line for line in lines if line)
    return f"{brackets[0]}\n{inner}\n{' ' * indent}{brackets[1]}"


def readable(printed):
    """What a command printed, as the documents show it."""
    try:
        return formatted(json.loads(printed))
    except ValueError:
        pass
    lines = []
    for line in printed.replace("\r", "").strip("\n").split("\n"):
        try:
            line = formatted(json.loads(line)) if line.startswith("{") else line
        except ValueError:
            pass
        lines.append(line)
    return "\n".join(lines)


def masked(text):
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[{\[]) | (?=[}\]])", "", text)
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text)
    return text


def matches(shown, printed, known):
    """Whether a document's text fits what was printed; notes in `known` what its abbreviations stand for."""
    parts = masked(shown).split("…")
    pattern, abbreviations = "", []
    for index, part in enumerate(parts):
        pattern += re.escape(part)
        if index + 1 < len(parts):
            if part[-1:].strip():
                abbreviations.append(re.search(r'[^\s"]*$', part)[0])
                pattern += r'([^\s"]*)'
            else:
                pattern += ".*?"
    found = re.fullmatch(pattern, masked(printed), re.DOTALL)
    if found:
        known.update({start + "…": start + rest for start, rest in zip(abbreviations, found.groups())})
    return bool(found)


def expanded(command, known):
    for abbreviation, whole in known.items():
        command = command.replace(abbreviation, whole)
    return command


class Korotko:
    """The program in an empty folder, and a shell beside it."""

    def __init__(self, program, folder):
        variables = {name: value for name, value in os.environ.items() if not name.startswith("KOROTKO_")}
        self.printed = []
        self.process = subprocess.Popen(
            [os.path.abspath(program)], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env={**variables, "KOROTKO_LISTEN": "127.0.0.1:0", "KOROTKO_SHUTDOWN_GRACE": "0s"},
        )
        threading.Thread(target=self.read, daemon=True).start()
        address = self.wait_for(lambda: re.search(r"listens on 127\.0\.0\.1:(\d+)", "".join(self.printed)))
        if not address:
            sys.exit(f"{program} does not listen: {self.printed}")
        self.address = f"localhost:{address[1]}"
        self.shell = subprocess.Popen(
            ["bash"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**variables, "no_proxy": "*", "PATH": f"{os.path.dirname(os.path.abspath(program))}:{variables['PATH']}"},
        )

    def read(self):
        for line in self.process.stdout:
            self.printed.append(line)

    def wait_for(self, condition):
        deadline = time.monotonic() + DEADLINE
        while not (found := condition()) and time.monotonic() < deadline and self.process.poll() is None:
            time.sleep(0.05)
        return found

    def run(self, command):
        end = "--- the end of the command ---"
        command = command.replace(ADDRESS, self.address)
        self.shell.stdin.write(f"{command}\nprintf '\\n%s\\n' '{end}'\n")
        self.shell.stdin.flush()
        lines = []
        while (line := self.shell.stdout.readline()) and line.strip() != end:
            lines.append(line)
        return readable("".join(lines)[:-1].replace(self.address, ADDRESS))

    def stop(self):
        self.shell.stdin.close()
        self.shell.wait()
        self.process.terminate()
        self.process.wait()


def commands_of(block):
    """(lines of the command, lines that it prints), for each command of a block."""
    commands, is_open = [], False
    for line in block.split("\n"):
        if line.startswith("$ ") or is_open:
            commands[-1][0].append(line) if is_open else commands.append(([line], []))
            is_open = line.endswith("\\")
        elif commands:
            commands[-1][1].append(line)
    return commands


def differs(what, shown, printed):
    return f"{what}\n  the document shows:\n{shown}\n  it prints:\n{printed}\n"


class Tour:
    def __init__(self, korotko):
        self.korotko, self.known, self.differences = korotko, {}, []

    def console(self, block):
        lines = []
        for command, shown in commands_of(block):
            script = "\n".join(command)
            shown = "\n".join(shown)
            printed = self.run(expanded(script.removeprefix("$ "), self.known), shown)
            if not matches(shown, printed, self.known):
                self.differences.append(differs(script, shown, printed))
                if "…" not in TOKEN.sub("", re.sub(r"(eyJ|kor_)\S*…", "", shown)):
                    shown = TOKEN.sub(lambda token: (token[1] or token[2]) + "…", printed)
                    matches(shown, printed, self.known)
            lines += [script] + ([shown] if shown else [])
        return "\n".join(lines)

    def run(self, command, shown):
        """A command that only reads is repeated until it prints what is shown, since counting takes a moment."""
        printed = self.korotko.run(command)
        reads = command.startswith("curl ") and not re.search(r" (-d|-X|-F|-i|--data-binary) ", command)
        if reads:
            deadline = time.monotonic() + 3
            while not matches(shown, printed, {}) and time.monotonic() < deadline:
                time.sleep(0.1)
                printed = self.korotko.run(command)
        return printed

    def text(self, block):
        def found():
            lines = "".join(self.korotko.printed).replace(self.korotko.address, ADDRESS).split("\n")
            return any(matches(block, line, self.known) for line in reversed(lines))
        if not self.korotko.wait_for(found):
            self.differences.append(differs("standard output", block, "".join(self.korotko.printed)))
        return block


def walk(document, program):
    """The document with real answers, and the differences from those that it shows."""
    with open(document, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        tour = Tour(Korotko(program, folder))
        try:
            def block(found):
                follow = tour.console if found[1] == "console" else tour.text
                return f"```{found[1]}\n{follow(found[2])}\n```"
            text = re.sub(r"```(console|text)\n(.*?)\n```", block, text, flags=re.DOTALL)
        finally:
            tour.korotko.stop()
    return text, tour.differences


def main():
    program, *options = sys.argv[1:]
    is_right = True
    for document in DOCUMENTS:
        text, differences = walk(document, program)
        if differences and options == ["--write"]:
            with open(document, "w", encoding="utf-8") as file:
                file.write(text)
        for difference in differences:
            print(f"{document}: {difference}")
        is_right = is_right and not differences
    if not is_right and options != ["--write"]:
        sys.exit("Renew the answers with `scripts/tour.py PROGRAM --write`, and read the difference.")


if __name__ == "__main__":
    main()
