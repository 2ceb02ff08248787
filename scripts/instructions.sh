#!/usr/bin/env bash
# Counts the instructions of a redirect on the fast path, under valgrind, and fails if they exceed the committed figure
# (benches/benches/fast_path.rs) by more than 5 %.
#
#   scripts/instructions.sh           counts
#   scripts/instructions.sh --build   only builds what counts
#
# The figure holds for x86-64 and the toolchain of rust-toolchain.toml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

readonly GUNGRAUN=0.20.0

tools=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
export PATH="$tools/bin:$PATH"
if [ "$(gungraun-runner --version 2>/dev/null)" != "gungraun-runner $GUNGRAUN" ]; then
    # In a target folder of its own; not optimised, since it only starts valgrind and reads what it writes.
    CARGO_TARGET_DIR="$tools/build" \
        cargo install gungraun-runner --debug --version "$GUNGRAUN" --locked --quiet --root "$tools"
    rm -rf "$tools/build"
fi
count=(cargo bench --locked --profile instructions --package korotko-benches --bench fast_path)
if [ "${1:-}" = --build ]; then
    exec "${count[@]}" --no-run
fi
command -v valgrind >/dev/null || require 'valgrind (it counts instructions)' valgrind
"${count[@]}"
