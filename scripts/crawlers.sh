#!/usr/bin/env bash
# Generates the crawlers' words from a public list, and measures how well bots are distinguished from people.
#
#   scripts/crawlers.sh write     regenerates adapters/useragent/src/crawlers.txt, and the list of held-out crawlers
#   scripts/crawlers.sh measure   prints how many unseen crawlers are recognised, and how many browsers are taken for bots
#
# A fifth of the list's patterns, chosen by their hash, is held out: the tables are generated without it and measured on it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

crawlers=crawler-user-agents@1.60.0    # MIT
browsers=user-agents@2.1.198           # BSD-2-Clause; used by `measure` only

case ${1:-} in
    write | measure) ;;
    *) sed -n '2,8p' "$0" | cut -c3- >&2; exit 2 ;;
esac
for program in npm python3 tar; do
    command -v "$program" >/dev/null || { echo "$0: $program is missing" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fetch() {    # a package, into a folder
    mkdir "$folder/$2"
    local archive
    archive=$(cd "$folder" && npm pack --silent "$1")
    tar -xzf "$folder/$archive" -C "$folder/$2" --strip-components=1
}

fetch "$crawlers" crawlers
case $1 in
    write)
        python3 scripts/crawlers.py words "$folder/crawlers" "$crawlers" >"$folder/crawlers.txt"
        python3 scripts/crawlers.py unseen "$folder/crawlers" "$crawlers" >"$folder/unseen.txt"
        cp "$folder/crawlers.txt" adapters/useragent/src/crawlers.txt
        cp "$folder/unseen.txt" adapters/useragent/tests/suite/unseen.txt
        cp "$folder/crawlers/LICENSE" adapters/useragent/crawlers.LICENSE
        ;;
    measure)
        fetch "$browsers" browsers
        python3 scripts/crawlers.py unseen "$folder/crawlers" "$crawlers" >"$folder/unseen.txt"
        python3 scripts/crawlers.py browsers "$folder/browsers" "$browsers" >"$folder/browsers.txt"
        cargo bench -q --profile dev -p korotko-useragent --bench recognition -- "$folder/unseen.txt" "$folder/browsers.txt"
        ;;
esac
