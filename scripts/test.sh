#!/usr/bin/env bash
# Runs every test of Korotko on a throw-away PostgreSQL, which it starts and stops itself.
#
#   scripts/test.sh                        everything
#   scripts/test.sh -p korotko-core slug   what cargo test makes of these arguments
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

cluster=''  # the folder of the server's data
server=''   # the server's pid
tests=''    # cargo's pid, which is also the process group of the tests

stop() {
    trap '' INT TERM HUP
    [ -z "$tests" ] || kill -- "-$tests" 2>/dev/null || true
    if [ -n "$server" ]; then
        # SIGINT is PostgreSQL's "fast shutdown": it does not wait for connections to end.
        kill -INT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    [ -z "$cluster" ] || rm -rf "$cluster"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The folder with initdb, postgres and psql of one version: the highest of Debian's, else where pg_config or PATH lead.
find_postgres() {
    local folder
    {
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV
        pg_config --bindir || true
        dirname "$(command -v initdb)" || true
    } 2>/dev/null | while read -r folder; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/psql" ]; then
            echo "$folder"
            break
        fi
    done
}

# PostgreSQL refuses to run as root, so it runs as the user that its package made.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    fi
    exec "$@"
}

make_cluster() {
    # Not in TMPDIR, which may be where another user cannot go or too long a path for a socket.
    cluster=$(mktemp -d /tmp/korotko-test.XXXXXX)
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null || { echo "$0: there is no user postgres to run PostgreSQL as" >&2; exit 1; }
        chown postgres: "$cluster"
    fi
    (cd "$cluster" && as_postgres "$bin/initdb" --pgdata "$cluster/data" --username postgres --auth trust \
        --encoding UTF8 --locale C.UTF-8 --no-sync) >"$cluster/initdb.log" 2>&1 ||
        { cat "$cluster/initdb.log" >&2; exit 1; }
}

# Starts the server on a port of 127.0.0.1; fails when it does not answer, as when the port is taken.
start() {
    local port=$1 deadline=$((SECONDS + 60))
    (cd "$cluster" && as_postgres "$bin/postgres" -D "$cluster/data" -p "$port" -k "$cluster" \
        -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off -c synchronous_commit=off \
        -c full_page_writes=off) >"$cluster/server.log" 2>&1 </dev/null &
    server=$!
    # Asked through the socket in our own folder: it cannot be somebody else's server that answers.
    while ! "$bin/psql" --no-psqlrc -h "$cluster" -p "$port" -U postgres -c '' postgres >/dev/null 2>&1; do
        if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            kill -INT "$server" 2>/dev/null || true
            wait "$server" 2>/dev/null || true
            server=''
            return 1
        fi
        sleep 0.1
    done
}

start_somewhere() {
    local port
    for _ in 1 2 3 4 5; do
        # Below the ports that systems hand out by themselves, so that no test takes it meanwhile.
        port=$((20000 + RANDOM % 10000))
        if start "$port"; then
            export KOROTKO_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
    done
    cat "$cluster/server.log" >&2
    echo "$0: PostgreSQL does not start" >&2
    exit 1
}

command -v cargo >/dev/null || { echo "$0: cargo is missing. Install Rust: https://rustup.rs" >&2; exit 1; }
command -v cc >/dev/null || require 'a C compiler' build-essential
# The tests look into SQLite files with it.
python3 -c 'import sqlite3' 2>/dev/null || require 'Python 3 with SQLite' python3
bin=$(find_postgres)
if [ -z "$bin" ]; then
    require PostgreSQL postgresql
    bin=$(find_postgres)
fi
make_cluster
start_somewhere
"$bin/postgres" --version | sed "s|\$| for the tests: $KOROTKO_TEST_POSTGRES_URL|"
# The tests make and drop their databases with psql: that of this server.
export PATH="$bin:$PATH"

# All features, so that the mocks and the contract suites are tested too; cargo includes the examples and the documentation.
selection=(--workspace)
for argument in "$@"; do
    case $argument in
        --) break ;;
        -p* | --package*) selection=() ;;
    esac
done
# In the background, so that a signal is answered at once; in a group of its own, so that it ends with all it started.
set -m
cargo test --all-features "${selection[@]}" "$@" </dev/null &
tests=$!
set +m
status=0
wait "$tests" || status=$?
tests=''
exit "$status"
