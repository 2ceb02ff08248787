"""What is measured."""

import re
import subprocess

SOURCES = ("adapters", "app", "core", "migration")
CRATES = ("hyper", "poem", "tokio")


def all_versions(korotko):
    return {**of_servers(korotko), "oha": _output("oha", "--version"), **_crates()}


def of_servers(korotko):
    return {
        "korotko": f"{_output(korotko, '--version')}, {_commit()}",
        "rustc": _output("rustc", "--version"),
        "postgres": _output("postgres", "--version"),
        "wrk": _output("wrk", "--version").splitlines()[0].split(" [")[0],
    }


def _commit():
    """The last commit of what the program is built from; others do not change it."""
    commit = _output("git", "log", "-1", "--format=commit %h", "--", *SOURCES)
    return commit + (" and uncommitted changes" if _output("git", "status", "--porcelain", "--", *SOURCES) else "")


def _crates():
    with open("Cargo.lock", encoding="utf-8") as file:
        locked = dict(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', file.read()))
    return {name: locked[name] for name in CRATES}


def _output(*command):
    # wrk prints its version and exits with 1.
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
