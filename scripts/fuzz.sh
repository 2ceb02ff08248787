#!/usr/bin/env bash
# Fuzzes what reads input from outside: each target of fuzz/ for ten minutes, beginning with its corpus. Fails at the first input that
# breaks what its function asserts, and prints where it is kept.
#
#   scripts/fuzz.sh                every target, ten minutes each
#   scripts/fuzz.sh 60             every target, a minute each
#   scripts/fuzz.sh 60 slug csv    these targets
#
# It needs the pinned toolchain only, and no sanitizer: Korotko has no unsafe code. What it finds is in fuzz/target/corpus, and what
# fails in fuzz/artifacts. Add an input that failed to fuzz/corpus, from which the normal tests begin too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
source scripts/packages.sh
source scripts/cargo_tools.sh

seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "usage: $0 [seconds] [target]..." >&2; exit 2; }
shift || true

command -v c++ >/dev/null || require 'a C++ compiler (for libFuzzer)' build-essential
cargo_tool cargo-fuzz 0.13.1

# The flags that count coverage are not stable.
export RUSTC_BOOTSTRAP=1
unset CARGO_TARGET_DIR
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    readarray -t targets < <(cargo fuzz list)
fi
for target in "${targets[@]}"; do
    [ -d "fuzz/corpus/$target" ] || { echo "$0: there is no target $target; see: cargo fuzz list" >&2; exit 2; }
done
cargo fuzz build --sanitizer none
for target in "${targets[@]}"; do
    printf '\n=== %s for %s s\n' "$target" "$seconds"
    found="fuzz/target/corpus/$target"
    mkdir -p "$found"
    cargo fuzz run --sanitizer none "$target" "$found" "fuzz/corpus/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
done
printf '\n%s targets held for %s s each.\n' "${#targets[@]}" "$seconds"
