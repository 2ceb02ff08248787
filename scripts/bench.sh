#!/usr/bin/env bash
# Measures the store and reports on SQLite and on a temporary PostgreSQL server, which it starts and stops.
#
#   scripts/bench.sh                  every benchmark
#   scripts/bench.sh --bench batches  one of them; the arguments are passed to cargo bench
#   scripts/bench.sh redirect         redirects of the program beside bare servers; with --help: its options
#   scripts/bench.sh endurance        minutes of redirects at half the peak, and the price of syncing; with --help: its options
#   scripts/bench.sh lookup           look-ups of routes that are not in memory beside the bare statement; with --help: its options
#   scripts/bench.sh growth           the program with 1,000 to 10,000,000 links; with --help: its options
#
# KOROTKO_BENCH_ON=sqlite or =postgresql measures one database only. The amount of data is set by KOROTKO_BENCH_LINKS (1,000,000;
# 100,000 for the report), KOROTKO_BENCH_BATCHES (30), KOROTKO_BENCH_ROWS (100,000), KOROTKO_BENCH_CLICKS (10,000,000; 1,000,000
# for the report), KOROTKO_BENCH_PARTS (30) and KOROTKO_BENCH_PART (100,000). TMPDIR is the folder of the SQLite file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/postgres.sh
source scripts/redirect_bench/prepare.sh
source scripts/growth_bench/prepare.sh

benches=''  # the pid of what measures, which is also the process group of all that it starts

stop() {
    trap '' INT TERM HUP
    if [ -n "$benches" ]; then
        kill -- "-$benches" 2>/dev/null || true
        wait "$benches" 2>/dev/null || true
    fi
    stop_postgres
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

command -v cargo >/dev/null || { echo "$0: cargo is missing. Install Rust: https://rustup.rs" >&2; exit 1; }
command -v cc >/dev/null || require 'a C compiler' build-essential
program=()  # what measures the program, unless benchmarks of the workspace are measured
case "${1:-}" in
    redirect)
        shift
        prepare_redirects redirect_bench "$@"
        program=("${redirect_bench[@]}")
        ;;
    endurance)
        shift
        prepare_redirects redirect_bench.endurance "$@"
        program=("${redirect_bench[@]}")
        ;;
    lookup)
        shift
        prepare_redirects redirect_bench.lookup "$@"
        program=("${redirect_bench[@]}")
        ;;
    growth)
        shift
        prepare_growth "$@"
        program=("${growth_bench[@]}")
        ;;
esac
# Default settings, so that every commit is on the disk before it returns; only the memory is that of a real server.
start_postgres shared_buffers=512MB max_wal_size=4GB
"$bin/postgres" --version | sed 's|$|, shared_buffers 512 MB, max_wal_size 4 GB, otherwise default settings|'
if [ ${#program[@]} -gt 0 ]; then
    measure=("${program[@]}" --postmaster "$server")
else
    [ $# -gt 0 ] || set -- --bench million --bench batches --bench clicks --bench report
    measure=(cargo bench --package korotko-seaorm --package korotko)
fi
# In the background, so that signals are handled at once; in its own process group, so that all its children end with it.
set -m
"${measure[@]}" "$@" </dev/null &
benches=$!
set +m
status=0
wait "$benches" || status=$?
benches=''
exit "$status"
