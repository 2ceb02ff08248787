#!/usr/bin/env bash
# Writes the bill of materials of the program (CycloneDX 1.5, JSON): every crate from which it is built, with version and licence.
#
#   scripts/sbom.sh [FILE]   default: target/korotko.cdx.json
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
source scripts/packages.sh
source scripts/cargo_tools.sh

output=${1:-${CARGO_TARGET_DIR:-target}/korotko.cdx.json}
command -v python3 >/dev/null || require Python python3
cargo_tool cargo-cyclonedx 0.5.9

# It writes beside each manifest of the workspace; that of `app` describes the program.
readonly NAME=korotko-sbom
remove() {
    git ls-files -- '*Cargo.toml' | while read -r manifest; do rm -f "$(dirname "$manifest")/$NAME.json"; done
}
trap remove EXIT
cargo cyclonedx --quiet --manifest-path app/Cargo.toml --format json --spec-version 1.5 --override-filename "$NAME"
mkdir -p "$(dirname "$output")"
mv "app/$NAME.json" "$output"

# What cargo would compile, to compare with.
cargo tree --locked -p korotko --edges normal,build --prefix none --format '{p}' | awk '{print $1, substr($2, 2)}' | sort -u |
    python3 -c '
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    bom = json.load(file)
listed = {(one["name"], one["version"]): one for one in [bom["metadata"]["component"], *bom["components"]]}
built = {tuple(line.split()[:2]) for line in sys.stdin}
missing = sorted(built - set(listed))
unlicensed = sorted(key for key, one in listed.items() if not one.get("licenses"))
if missing or unlicensed:
    sys.exit(f"{sys.argv[1]} lacks {missing}, or the licences of {unlicensed}")
print(f"{sys.argv[1]}: {len(listed)} crates, {len(built)} of which are compiled here, each with its licence")
' "$output"
