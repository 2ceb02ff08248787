#!/usr/bin/env bash
# Measures what the store and reports cost on SQLite and on a throw-away PostgreSQL, which it starts and stops itself.
#
#   scripts/bench.sh                  everything
#   scripts/bench.sh --bench batches  one of them; cargo takes these arguments
#
# KOROTKO_BENCH_ON=sqlite or =postgresql measures one database alone; KOROTKO_BENCH_LINKS (1,000,000; of the report 100,000), KOROTKO_BENCH_BATCHES (30),
# KOROTKO_BENCH_ROWS (100,000), KOROTKO_BENCH_CLICKS (10,000,000; of the report 1,000,000) and KOROTKO_BENCH_PARTS (30) say how much there is. Set TMPDIR to where SQLite's file shall be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/postgres.sh

benches=''  # cargo's pid, which is also the process group of the benchmarks

stop() {
    trap '' INT TERM HUP
    [ -z "$benches" ] || kill -- "-$benches" 2>/dev/null || true
    stop_postgres
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

command -v cargo >/dev/null || { echo "$0: cargo is missing. Install Rust: https://rustup.rs" >&2; exit 1; }
command -v cc >/dev/null || require 'a C compiler' build-essential
# As it comes, so that every commit is on the disk before it is answered; only the memory is what one would give to a server.
start_postgres shared_buffers=512MB max_wal_size=4GB
"$bin/postgres" --version | sed 's|$|, shared_buffers 512 MB, max_wal_size 4 GB, else as it comes|'

[ $# -gt 0 ] || set -- --bench million --bench batches --bench clicks --bench report
# In the background, so that a signal is answered at once; in a group of its own, so that it ends with all it started.
set -m
cargo bench --package korotko-seaorm --package korotko "$@" </dev/null &
benches=$!
set +m
status=0
wait "$benches" || status=$?
benches=''
exit "$status"
