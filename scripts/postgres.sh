# To be sourced, with packages.sh: a throw-away PostgreSQL server.
#
#   start_postgres <setting=value>...   starts one, and names it in KOROTKO_TEST_POSTGRES_URL; its programs are in "$bin"
#   stop_postgres                       ends it, and removes its data

cluster=''  # the folder of the server's data
server=''   # the server's pid

stop_postgres() {
    if [ -n "$server" ]; then
        # SIGINT is PostgreSQL's "fast shutdown": it does not wait for connections to end.
        kill -INT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    [ -z "$cluster" ] || rm -rf "$cluster"
}

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
        -c listen_addresses=127.0.0.1 -c max_connections=300 "${settings[@]}") >"$cluster/server.log" 2>&1 </dev/null &
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
    # Throw-away databases are made and dropped with psql: that of this server.
    export PATH="$bin:$PATH"
}
