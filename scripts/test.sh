#!/usr/bin/env bash
# Runs every test of Korotko on a temporary PostgreSQL server, which it starts and stops.
#
#   scripts/test.sh                        every test
#   scripts/test.sh -p korotko-core slug   passes the arguments to cargo test
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/postgres.sh
source scripts/python.sh
source scripts/node.sh

tests=''    # cargo's pid, which is also the process group of the tests
folder=''   # their temporary folder in memory

stop() {
    trap '' INT TERM HUP
    [ -z "$tests" ] || kill -- "-$tests" 2>/dev/null || true
    stop_postgres
    [ -z "$folder" ] || rm -rf "$folder"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

command -v cargo >/dev/null || { echo "$0: cargo is missing. Install Rust: https://rustup.rs" >&2; exit 1; }
command -v cc >/dev/null || require 'a C compiler' build-essential
# The tests read SQLite files with it.
python3 -c 'import sqlite3' 2>/dev/null || require 'Python 3 with SQLite' python3
# They fill file systems that they mount, and limit what a process may write.
command -v mount >/dev/null || require 'util-linux' util-linux mount
# They open exports with it, as a user's spreadsheet does.
command -v soffice >/dev/null || require 'LibreOffice Calc' libreoffice-calc-nogui
# They run the commands of the README and the tour.
command -v curl >/dev/null || require curl curl
# They use the pages and the Swagger UI in it.
command -v chromium >/dev/null || require Chromium chromium fonts-liberation
command -v chromedriver >/dev/null || require "Chromium's driver" chromium-driver
# They put a pooler between nodes and PostgreSQL, and set the clock of nodes.
PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null || require PgBouncer pgbouncer
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || require libfaketime libfaketime
# They scrape the program with it, and check the alerts.
command -v prometheus >/dev/null || require Prometheus prometheus
prepare_python
prepare_node
# Nothing has to be durable here. In memory, if there is room: a disk takes longer to create and to delete the files of a thousand
# databases than the tests take to use them.
free=$(df --output=avail --block-size=1G /dev/shm 2>/dev/null | tail -1)
if [ "${free:-0}" -ge 8 ]; then
    postgres_in=/dev/shm
    folder=$(mktemp -d /dev/shm/korotko-test.XXXXXX)
    # As /tmp: tests run programs as other users. Examples in the documentation are built there and executed.
    chmod 1777 "$folder"
    cp "$(type -P true)" "$folder/true"
    if "$folder/true"; then export TMPDIR=$folder; fi
fi
read -ra settings_of_tests <<<"${KOROTKO_TEST_POSTGRES_SETTINGS-fsync=off synchronous_commit=off full_page_writes=off}"
start_postgres "${settings_of_tests[@]}"
"$bin/postgres" --version | sed "s|\$| for the tests: $KOROTKO_TEST_POSTGRES_URL|"

# All features, so that the mocks are tested too; cargo includes the examples and the documentation.
selection=(--workspace)
for argument in "$@"; do
    case $argument in
        --) break ;;
        -p* | --package*) selection=() ;;
    esac
done
# In the background, so that signals are handled at once; in its own process group, so that all its children end with it.
set -m
cargo test --all-features "${selection[@]}" "$@" </dev/null &
tests=$!
set +m
status=0
wait "$tests" || status=$?
tests=''
exit "$status"
