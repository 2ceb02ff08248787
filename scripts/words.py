#!/usr/bin/env python3
"""Finds retired words: names and phrases that docs/retired-words.txt replaces by the field's own terms.

    scripts/words.py              every file that git knows; exits with 1 if it finds any
    scripts/words.py --count      how many there are in each folder, by word
    scripts/words.py --self-test  checks the search itself on invented words

A line of docs/retired-words.txt is `word | replacement | globs`; the globs are optional, a leading `!` excludes.
A word with a capital letter or an underscore is an identifier: it is matched exactly, and `*` stands for any rest of it.
Any other word is a phrase: it is matched in any case, across line ends and comment marks, and within identifiers
(`put aside` also finds `is_put_aside_again`). Both are matched as whole words.
"""

import fnmatch
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

LIST = "docs/retired-words.txt"
# The changelog names what was renamed; the list itself names every word.
EXEMPT = {LIST, "CHANGELOG.md", "Cargo.lock"}
# Between the words of a phrase: spaces, an underscore, or a line end with the comment mark of the next line.
GAP = r"(?:_|[^\S\n]+|[^\S\n]*\n[^\S\n]*(?:(?://[/!]?|[#>*]|--)[^\S\n]*)?)"


class Word:
    def __init__(self, text, replacement, globs):
        self.text, self.replacement = text, replacement
        self.included = [glob for glob in globs if not glob.startswith("!")]
        self.excluded = [glob[1:] for glob in globs if glob.startswith("!")]
        if re.search(r"[A-Z_]", text):
            pattern = r"\w*".join(re.escape(part) for part in text.split("*"))
            self.pattern = re.compile(rf"(?<!\w){pattern}(?!\w)")
        else:
            pattern = GAP.join(re.escape(part).replace("'", "['’]") for part in text.split())
            self.pattern = re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])", re.IGNORECASE)

    def concerns(self, path):
        if any(fnmatch.fnmatch(path, glob) for glob in self.excluded):
            return False
        return not self.included or any(fnmatch.fnmatch(path, glob) for glob in self.included)


def read_list(path):
    words = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith("#"):
                text, replacement, *globs = (part.strip() for part in line.split("|"))
                words.append(Word(text, replacement, " ".join(globs).split()))
    return words


def files():
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0") if path and path not in EXEMPT]


def search(words, paths):
    """Yields (path, line number, word) for every occurrence, in the order of the files."""
    for path in paths:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue    # an image, or a file that was deleted but not committed yet
        found = [
            (match.start(), word)
            for word in words if word.concerns(path)
            for match in word.pattern.finditer(text)
        ]
        for start, word in sorted(found, key=lambda hit: hit[0]):
            yield path, text.count("\n", 0, start) + 1, word


def folder_of(path):
    parts = path.split("/")
    depth = 2 if parts[0] in ("adapters", "core", "app", "contract") else 1
    return "/".join(parts[:min(depth, len(parts) - 1)]) or "."


def count(found):
    folders = {}
    for path, _, word in found:
        folders.setdefault(folder_of(path), Counter())[word.text] += 1
    for folder, words in sorted(folders.items()):
        listed = ", ".join(f"{text} {number}" for text, number in words.most_common())
        print(f"{folder}: {sum(words.values())} ({listed})")
    print(f"in all: {sum(sum(words.values()) for words in folders.values())}")


SAMPLE_LIST = """
# comment
put aside | deferred
Blurb | Text
OLD_* | NEW_*
grumpy word | term | *.rs !skip/*
"""
SAMPLE = {
    "a.rs": "// It is put\n    /// aside, or Put aside; not input aside.\nfn is_put_aside_again(b: Blurb, c: Blurbs) {}",
    "b.rs": "const OLD_LIMIT: u8 = BOLD_LIMIT; // a grumpy\n// word",
    "c.md": "A grumpy word is fine here.",
    "skip/d.rs": "// A grumpy word is fine here.",
}
EXPECTED = [("a.rs", 1, "put aside"), ("a.rs", 2, "put aside"), ("a.rs", 3, "put aside"), ("a.rs", 3, "Blurb"),
            ("b.rs", 1, "OLD_*"), ("b.rs", 1, "grumpy word")]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("skip")
        for path, text in {**SAMPLE, "list": SAMPLE_LIST}.items():
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        found = [(path, line, word.text) for path, line, word in search(read_list("list"), SAMPLE)]
        os.chdir("/")
    if found != EXPECTED:
        sys.exit("\n".join(["the self-test found", *map(str, found), "instead of", *map(str, EXPECTED)]))


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    found = list(search(read_list(LIST), files()))
    if sys.argv[1:] == ["--count"]:
        count(found)
        return
    for path, line, word in found:
        print(f"{path}:{line}: '{word.text}' is retired; say {word.replacement}")
    if found:
        sys.exit(f"{len(found)} retired words; {LIST} lists them")
    print("no retired words")


if __name__ == "__main__":
    main()
