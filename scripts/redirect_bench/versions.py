"""What is measured."""

import re
import subprocess

CRATES = ("hyper", "poem", "tokio")


def all_versions(korotko):
    return {
        "korotko": f"{_output(korotko, '--version')}, commit {_output('git', 'describe', '--always', '--dirty')}",
        "rustc": _output("rustc", "--version"),
        "postgres": _output("postgres", "--version"),
        "wrk": _output("wrk", "--version").splitlines()[0].split(" [")[0],
        "oha": _output("oha", "--version"),
        **_crates(),
    }


def _crates():
    with open("Cargo.lock", encoding="utf-8") as file:
        locked = dict(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', file.read()))
    return {name: locked[name] for name in CRATES}


def _output(*command):
    # wrk prints its version and exits with 1.
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
