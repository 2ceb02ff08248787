#!/usr/bin/env bash
# Faults at random moments under mixed load, for minutes: checks that nothing acknowledged is lost.
#
#   scripts/torture.sh <part> [--rounds N]
#
#   kills         SIGKILL, on both databases
#   stops         SIGTERM, on both databases
#   disks         full disks and limits of file sizes
#   database      PostgreSQL away, slow, silent, frozen and crashed
#   mails         the mail server away, refusing, hanging, slow, without STARTTLS, with a bad certificate
#   clock         steps of the wall clock
#   workers       a worker killed at each step of a mail
#   migrations    two nodes that migrate at once, one of which is killed
#   slow-clients  5,000 clients that send a byte a second
#   endurance     an hour of redirects at half the peak, on both databases; --rounds N: N minutes
#   all           all of them but endurance, one after the other
#
# A part takes up to 20 minutes. Each test that passes adds a line to the table in docs/RELIABILITY.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

readonly TABLE=docs/RELIABILITY.md

usage() {
    sed -n 's/^# \{0,1\}//; 2,20p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

part=${1:-}
rounds=''
if [ $# -eq 3 ] && [ "$2" = --rounds ]; then
    rounds=$3
elif [ $# -ne 1 ]; then
    usage
fi
case $part in
    kills | stops | disks | database | clock | workers | migrations) filters=("torture::$part") ;;
    mails) filters=(torture::mails torture::tls) ;;
    slow-clients) filters=(torture::slow_clients) ;;
    all) filters=(torture::) ;;
    endurance) filters=() ;;
    *) usage ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Adds the lines that a passed test has printed, with the day and the commit.
append() {
    local commit
    commit=$(git describe --always --dirty 2>/dev/null || echo unknown)
    sed -n "s/^.*TORTURE |/| $(date -u +%F) | $commit |/p" "$log" >>"$TABLE"
}

status=0
if [ "$part" = endurance ]; then
    scripts/bench.sh endurance --seconds $((${rounds:-60} * 60)) --rounds 0 | tee "$log" || status=$?
else
    command -v openssl >/dev/null || require OpenSSL openssl
    [ -z "$rounds" ] || export KOROTKO_TORTURE_ROUNDS=$rounds
    # As PostgreSQL is run in production, so that what it has acknowledged survives a crash. One test at a time.
    export KOROTKO_TEST_POSTGRES_SETTINGS='max_wal_size=1GB'
    scripts/test.sh --test process -- --ignored --nocapture --test-threads 1 "${filters[@]}" 2>&1 | tee "$log" || status=$?
fi
append
exit "$status"
