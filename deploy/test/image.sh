#!/usr/bin/env bash
# Executes the last stage of the Dockerfile in a tree of Debian, then runs the program there as the image would, until its
# healthcheck succeeds. No image is built: that needs Docker, and its registry. The first stage is one command, which also builds
# the program that this script is given.
#
#   deploy/test/image.sh [--program FILE]   as root
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/program.sh

[ "$(id -u)" -eq 0 ] || { echo "$0: only root may make a tree of Debian" >&2; exit 1; }
command -v mmdebstrap >/dev/null || require 'mmdebstrap (it makes a tree of Debian)' mmdebstrap
command -v python3 >/dev/null || require Python python3
dist_program "$@"
grep -q 'cargo build --profile dist --locked --package korotko' Dockerfile

folder=$(mktemp -d)
pid=''
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    [ -z "$pid" ] || wait "$pid" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
chmod 0755 "$folder"
tree=$folder/tree
mmdebstrap --quiet --variant=minbase bookworm "$tree"
user='' variables=() entrypoint=() healthcheck=()
settings=$(deploy/test/dockerfile.py Dockerfile "$tree" "$program")
eval "$settings"

port=$((20000 + RANDOM % 10000))
inside=(
    chroot --userspec="$user:$user" "$tree" env -i PATH=/usr/local/bin:/usr/bin:/bin "${variables[@]}"
    KOROTKO_LISTEN="127.0.0.1:$port" KOROTKO_SHUTDOWN_GRACE=0s
)
"${inside[@]}" "${entrypoint[@]}" >"$folder/log" 2>&1 &
pid=$!
deadline=$((SECONDS + 20))
until "${inside[@]}" "${healthcheck[@]}" 2>/dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
done
[ "$(stat -c %u "/proc/$pid")" -ne 0 ] || { echo 'the program runs as root' >&2; exit 1; }
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
pid=''
[ "$status" -eq 0 ] || { echo "the program ended with $status" >&2; exit 1; }
[ -f "$tree/data/korotko.db" ] || { echo 'there is no database in /data' >&2; exit 1; }
echo "the stage of the Dockerfile works in Debian: the program ran as $user, was healthy, and stopped"
