#!/usr/bin/env python3
"""Compares the system calls of a program with those that a systemd unit allows.

    deploy/test/system_calls.py UNIT TRACE...

Each TRACE is a file of `strace --output`. Exits with 1 if a call, or the family of a socket, is not allowed.
"""

import re
import subprocess
import sys


def settings(unit):
    """The values of each setting, in their order."""
    values = {}
    with open(unit, encoding="utf-8") as file:
        for line in file:
            if "=" in line and not line.startswith("#"):
                name, _, value = line.strip().partition("=")
                values.setdefault(name, []).append(value)
    return values


def call_sets():
    """systemd's sets of system calls, with what they contain: calls and other sets."""
    printed = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], check=True, capture_output=True, text=True)
    sets, members = {}, None
    for line in printed.stdout.splitlines():
        if line.startswith("@"):
            members = sets.setdefault(line.strip(), [])
        elif line.startswith(" ") and members is not None and not line.strip().startswith("#"):
            members.append(line.strip())
    return sets


def expanded(name, sets):
    """The calls of a set; a call is a set of itself."""
    if not name.startswith("@"):
        return {name}
    return set().union(*(expanded(member, sets) for member in sets[name]))


def allowed_calls(filters, sets):
    # systemd always allows @default with a list of what is allowed.
    allowed = expanded("@default", sets)
    for line in filters:
        calls = set().union(*(expanded(name, sets) for name in line.lstrip("~").split()))
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


def observed(traces):
    calls, families = set(), set()
    for trace in traces:
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                if call := re.match(r"(\w+)\(", line):
                    calls.add(call[1])
                if family := re.match(r"socket\((AF_\w+)", line):
                    families.add(family[1])
    return calls, families


def main():
    unit, *traces = sys.argv[1:]
    values = settings(unit)
    calls, families = observed(traces)
    if "execve" not in calls:
        sys.exit("nothing was traced")
    refused = calls - allowed_calls(values["SystemCallFilter"], call_sets())
    refused |= families - set(values["RestrictAddressFamilies"][0].split())
    print(f"{len(calls)} system calls, {len(families)} families of sockets: {' '.join(sorted(families))}")
    if refused:
        sys.exit(f"{unit} does not allow: {' '.join(sorted(refused))}")


main()
