#!/usr/bin/env python3
"""Executes the last stage of a Dockerfile in a folder, as a builder would in a container.

    deploy/test/dockerfile.py DOCKERFILE TREE PROGRAM   prints, as shell variables, how the image runs

TREE has the content of the stage's base image. What is copied from another stage is PROGRAM. An instruction that is not known ends it.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys


def instructions(dockerfile):
    """(name, arguments) of the last stage."""
    with open(dockerfile, encoding="utf-8") as file:
        text = "".join(line for line in file if not line.lstrip().startswith("#"))
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    found = [tuple(line.split(None, 1)) for line in lines if line.strip()]
    last = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    return found[last + 1:]


class Image:
    def __init__(self, tree, program):
        self.tree, self.program = tree, program
        self.user, self.variables, self.entrypoint, self.check = "root", [], [], []

    def execute(self, name, arguments):
        if name == "RUN":
            # Output goes to standard error: standard output is for the variables.
            subprocess.run(["chroot", self.tree, "/bin/sh", "-c", arguments], check=True, stdout=sys.stderr)
        elif name == "COPY":
            origin, _, target = arguments.split()
            assert origin == "--from=build", arguments
            shutil.copy(self.program, self.tree + target)
        elif name == "ENV":
            self.variables += shlex.split(arguments)
        elif name == "USER":
            self.user = arguments
        elif name == "ENTRYPOINT":
            self.entrypoint = json.loads(arguments)
        elif name == "HEALTHCHECK":
            self.check = json.loads(arguments[arguments.index("CMD ") + 4:])
        elif name not in ("VOLUME", "EXPOSE"):
            sys.exit(f"{name} is not known here")


def main():
    dockerfile, tree, program = sys.argv[1:]
    image = Image(tree, program)
    for name, arguments in instructions(dockerfile):
        image.execute(name, arguments)
    print(f"user={shlex.quote(image.user)}")
    for name, words in [("variables", image.variables), ("entrypoint", image.entrypoint), ("healthcheck", image.check)]:
        print(f"{name}=({shlex.join(words)})")


main()
