# To be sourced, with packages.sh: a temporary PostgreSQL server.
#
#   start_postgres <setting=value>...   starts it and exports KOROTKO_TEST_POSTGRES_URL; its programs are in "$bin"
#   stop_postgres                       stops it and removes its data
#
# Its data are in a new folder in "$postgres_in", by default /tmp.

cluster=''  # the server's data folder
server=''   # the server's pid

stop_postgres() {
    if [ -n "$server" ]; then
        # SIGINT is PostgreSQL's "fast shutdown": it does not wait for clients to disconnect.
        kill -INT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    [ -z "$cluster" ] || rm -rf "$cluster"
}

# The folder with initdb, postgres and psql of one version: Debian's highest, otherwise that of pg_config or PATH.
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

# PostgreSQL refuses to run as root, so it runs as its package's user.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
    fi
    exec "$@"
}

make_cluster() {
    # Not in TMPDIR, which another user may not enter, or whose path may be too long for a socket.
    cluster=$(mktemp -d "${postgres_in:-/tmp}/korotko-test.XXXXXX")
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null || { echo "$0: there is no user postgres to run PostgreSQL as" >&2; exit 1; }
        chown postgres: "$cluster"
    fi
    (cd "$cluster" && as_postgres "$bin/initdb" --pgdata "$cluster/data" --username postgres --auth trust \
        --encoding UTF8 --locale C.UTF-8 --no-sync) >"$cluster/initdb.log" 2>&1 ||
        { cat "$cluster/initdb.log" >&2; exit 1; }
}

# Starts the server on a port of 127.0.0.1; fails if it does not answer, for example because the port is taken.
start() {
    local port=$1 deadline=$((SECONDS + 60))
    (cd "$cluster" && as_postgres "$bin/postgres" -D "$cluster/data" -p "$port" -k "$cluster" \
        -c listen_addresses=127.0.0.1 -c max_connections=300 "${settings[@]}") >"$cluster/server.log" 2>&1 </dev/null &
    server=$!
    # Through the socket in this folder, so that no other server can answer.
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
        # Below the ephemeral ports, so that no test takes it in the meantime.
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

start_postgres() {
    settings=()
    local setting
    for setting in "$@"; do
        settings+=(-c "$setting")
    done
    bin=$(find_postgres)
    if [ -z "$bin" ]; then
        require PostgreSQL postgresql
        bin=$(find_postgres)
    fi
    make_cluster
    start_somewhere
    # Tests create and drop their databases with psql: that of this server.
    export PATH="$bin:$PATH"
}
