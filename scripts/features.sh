#!/usr/bin/env bash
# Checks that each crate compiles with each of its features alone, and with none: the tests compile all crates together with all
# features, but an embedder enables what it needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
source scripts/packages.sh
source scripts/cargo_tools.sh

command -v cc >/dev/null || require 'a C compiler' build-essential
cargo_tool cargo-hack 0.6.46
cargo hack check --locked --quiet --workspace --each-feature
