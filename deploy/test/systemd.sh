#!/usr/bin/env bash
# Checks the systemd units: their syntax, what systemd says of their exposure, and that every system call which the program makes
# during the tour of README.md and docs/TOUR.md is one that they allow.
#
#   deploy/test/systemd.sh [--program FILE]
#
# Nothing is run by systemd itself: that needs a machine that was booted with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/program.sh

command -v systemd-analyze >/dev/null || require 'systemd-analyze' systemd
command -v strace >/dev/null || require strace strace
command -v curl >/dev/null || require 'curl (the tour uses it)' curl
command -v python3 >/dev/null || require Python python3
dist_program "$@"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

check_unit() {
    local unit=deploy/systemd/$1.service copy=$folder/$1.service
    # The program is not installed here.
    sed "s|/usr/bin/korotko|$program|" "$unit" >"$copy"
    systemd-analyze verify "$copy"
    # An exposure of at most 2.0 of 10.
    systemd-analyze security --no-pager --offline=true --threshold=20 "$unit" >"$folder/exposure" || {
        cat "$folder/exposure" >&2
        return 1
    }
    grep 'Overall exposure' "$folder/exposure"
}

# As an ordinary user: as root SQLite makes calls that the units rightly refuse.
trace_tour() {
    local drop=''
    if [ "$(id -u)" -eq 0 ]; then
        drop='chown 65534:65534 . && exec setpriv --reuid=65534 --regid=65534 --clear-groups '
        chown 65534:65534 "$folder"
    fi
    chmod 0755 "$folder"
    cp "$program" "$folder/traced"
    # A tracer of its own, so that signals reach the program.
    printf '#!/bin/sh\n%sstrace --daemonize --follow-forks --output-separately --quiet=all --signal=none --output=%q %q "$@"\n' \
        "${drop:-exec }" "$folder/trace" "$folder/traced" >"$folder/korotko"
    chmod +x "$folder/korotko"
    scripts/tour.py "$folder/korotko"
}

check_unit korotko
check_unit korotko-worker
trace_tour
deploy/test/system_calls.py deploy/systemd/korotko.service "$folder"/trace.*
