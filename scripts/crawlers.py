"""What scripts/crawlers.sh makes of the packages: words of crawlers, crawlers that are held out, browsers."""

import hashlib
import json
import re
import sys
from pathlib import Path

# Patterns that people fit too, or that are too common to be a word.
NOT_WORDS = {
    "ap3a.240617.008": "a version of Android",
    "metaiab facebook": "what people see pages in",
    "sogou": "browsers of the same maker",
    "fluid": "a browser",
    "silk/": "a browser",
    "chirp": "common",
    "code/1.": "an editor",
    "readable/": "common",
    "nova": "common",
    "mail.ru": "browsers of the same maker",
}
BROWSERS = ("mozilla/", "opera/", "blackberry", "nokia", "samsung-")


def is_held_out(pattern):
    return int.from_bytes(hashlib.sha256(pattern.encode()).digest()[:4], "big") % 5 == 0


def looks_like_a_browser(header):
    header = header.lower()
    return header.startswith(BROWSERS) and "compatible;" not in header and "http" not in header


def words(pattern):
    """The texts that a pattern looks for, as far as it is no more than texts."""
    for text in pattern.split("|"):
        text = re.sub(r"\[([a-zA-Z])([a-zA-Z])\]", lambda case: case[1] if case[1].lower() == case[2].lower() else case[0], text)
        anchored = text.startswith("^")
        text = re.sub(r"\\([./()!+ -])", lambda escaped: {"(": "\0", ")": "\1", "+": "\2", ".": "\3"}.get(escaped[1], escaped[1]), text.removeprefix("^"))
        if re.search(r"[\\\[\](){}*+?.$^]", text):
            continue
        text = text.translate({0: "(", 1: ")", 2: "+", 3: "."}).lower()
        if len(text) >= 5 and text.isascii() and text == text.strip() and text not in NOT_WORDS:
            yield "^" + text if anchored else text


def of_people():
    """Headers of people: what stands in them is no word of a crawler."""
    rows = Path("adapters/useragent/tests/suite/people.txt").read_text().lower()
    return [row.split(" | ", 3)[-1] for row in rows.splitlines() if not row.startswith("#")]


def main(what, folder, package):
    if what == "browsers":
        data = json.loads((Path(folder) / "dist" / "user-agents.json").read_text())
        print(*(entry["userAgent"] for entry in data), sep="\n")
        return
    entries = json.loads((Path(folder) / "crawler-user-agents.json").read_text())
    print(f"# Made by scripts/crawlers.sh from {package} (MIT, crawlers.LICENSE). Do not edit.")
    if what == "unseen":
        held_out = [entry for entry in entries if is_held_out(entry["pattern"])]
        print(*(header for entry in held_out for header in entry["instances"]), sep="\n")
        return
    people = of_people()
    found = set()
    for entry in entries:
        # Who does not look like a browser is known without a word.
        seen = entry["instances"]
        if not is_held_out(entry["pattern"]) and (not seen or any(map(looks_like_a_browser, seen))):
            found.update(words(entry["pattern"]))
    print(*sorted(word for word in found if not any(word.strip("^") in header for header in people)), sep="\n")


main(*sys.argv[1:])
