#!/usr/bin/env python3
"""Executes the two stages of a Dockerfile, as a builder would in containers.

    deploy/test/dockerfile.py DOCKERFILE FOLDER PROGRAM   prints, as shell variables, how the image runs

FOLDER has a tree of Debian for each stage: `build` and `last`. In the first one stands PROGRAM instead of a compiler, which gives it
when it is asked to build the program for `dist`. An instruction that is not known ends it.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

PATH = "/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CARGO = """\
#!/bin/sh
if [ "$*" != 'build --profile dist --locked --package korotko' ] || [ ! -e Cargo.lock ]; then
    echo "cargo $* is not known here" >&2
    exit 1
fi
mkdir -p target/dist
cp /program target/dist/korotko
"""


def stages(dockerfile):
    """(name, arguments) of the instructions of each stage, by its name."""
    with open(dockerfile, encoding="utf-8") as file:
        text = "".join(line for line in file if not line.lstrip().startswith("#"))
    found = {}
    for line in filter(str.strip, re.sub(r"\\\n\s*", " ", text).splitlines()):
        name, arguments = line.split(None, 1)
        if name == "FROM":
            instructions = found.setdefault(arguments.partition(" AS ")[2] or "last", [])
        else:
            instructions.append((name, arguments))
    return found


def copy_context(folder):
    """Copies what a builder gets: what git knows, without what .dockerignore names, which is all in the top folder."""
    with open(".dockerignore", encoding="utf-8") as file:
        ignored = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True)
    for path in filter(os.path.exists, listed.stdout.split("\0")):
        if not any(fnmatch.fnmatch(path.split("/")[0], pattern) for pattern in ignored):
            os.makedirs(os.path.dirname(f"{folder}/{path}"), exist_ok=True)
            shutil.copy(path, f"{folder}/{path}")


def put_cargo(tree, program):
    os.makedirs(f"{tree}/usr/local/cargo/bin")
    with open(f"{tree}/usr/local/cargo/bin/cargo", "w", encoding="utf-8") as file:
        file.write(CARGO)
    os.chmod(file.name, 0o755)
    shutil.copy(program, f"{tree}/program")


class Stage:
    def __init__(self, folder, name):
        self.folder, self.tree = folder, f"{folder}/{name}"
        self.user, self.variables, self.entrypoint, self.check, self.place = "root", [], [], [], "/"

    def execute(self, name, arguments):
        if name == "RUN":
            command = re.sub(r"^(--mount=\S+\s+)*", f"cd {self.place} && ", arguments)
            # Output goes to standard error: standard output is for the variables.
            subprocess.run(
                ["chroot", self.tree, "/bin/sh", "-ec", command], check=True, stdout=sys.stderr, env={"PATH": PATH}
            )
        elif name == "COPY":
            self.copy(arguments)
        elif name == "WORKDIR":
            self.place = arguments
            os.makedirs(self.tree + self.place)
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

    def copy(self, arguments):
        if arguments == ". .":
            copy_context(self.tree + self.place)
        else:
            stage, origin, target = re.fullmatch(r"--from=(\w+) (/\S+) (/\S+)", arguments).groups()
            shutil.copy(f"{self.folder}/{stage}{origin}", self.tree + target)


def main():
    dockerfile, folder, program = sys.argv[1:]
    put_cargo(f"{folder}/build", program)
    for name, instructions in stages(dockerfile).items():
        stage = Stage(folder, name)
        for instruction in instructions:
            stage.execute(*instruction)
    print(f"user={shlex.quote(stage.user)}")
    for name, words in [("variables", stage.variables), ("entrypoint", stage.entrypoint), ("healthcheck", stage.check)]:
        print(f"{name}=({shlex.join(words)})")


main()
