#!/usr/bin/env python3
"""Checks that the tests exist which README.md and docs/SECURITY.md name as proofs: [`test`](file)."""

import os
import re
import sys

DOCUMENTS = ["README.md", "docs/SECURITY.md"]
PROOF = re.compile(r"\[(`\w+`(?:, `\w+`)*)\]\(([^)#]+\.(?:rs|py|sh))\)")
DEFINITION = {"rs": r"\bfn {}\(", "py": r"^def {}\(", "sh": r"^{}\(\)"}


def main():
    proofs, missing = 0, []
    for document in DOCUMENTS:
        with open(document, encoding="utf-8") as file:
            found = PROOF.findall(file.read())
        for names, path in found:
            path = os.path.normpath(os.path.join(os.path.dirname(document), path))
            text = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
            definition = DEFINITION[path.rsplit(".", 1)[1]]
            for name in re.findall(r"\w+", names):
                proofs += 1
                if not re.search(definition.format(name), text, re.MULTILINE):
                    missing.append(f"{document}: {path} has no {name}")
    if missing or not proofs:
        sys.exit("\n".join(missing) or "no proof was found")
    print(f"{proofs} tests are named as proofs, and exist")


main()
