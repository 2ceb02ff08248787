#!/usr/bin/env bash
# Executes the stages of the Dockerfile in trees of Debian, then runs the program there as the image would, until its healthcheck
# succeeds. No image is built: that needs Docker, and its registry. Nor is the program compiled again in the first stage: it gets the
# one that this script is given. Cargo finds every crate in the files that the builder would get.
#
#   deploy/test/image.sh [--program FILE]   as root
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/program.sh

[ "$(id -u)" -eq 0 ] || { echo "$0: only root may make a tree of Debian" >&2; exit 1; }
command -v mmdebstrap >/dev/null || require 'mmdebstrap (it makes a tree of Debian)' mmdebstrap
command -v python3 >/dev/null || require Python python3
command -v git >/dev/null || require git git
dist_program "$@"

folder=$(mktemp -d)
pid=''
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    [ -z "$pid" ] || wait "$pid" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
chmod 0755 "$folder"
tree=$folder/last
mmdebstrap --quiet --variant=minbase bookworm "$folder/build"
cp --archive "$folder/build" "$tree"
user='' variables=() entrypoint=() healthcheck=()
settings=$(deploy/test/dockerfile.py Dockerfile "$folder" "$program")
eval "$settings"
cargo metadata --locked --format-version 1 --manifest-path "$folder/build/src/Cargo.toml" >"$folder/metadata"

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
echo "the stages of the Dockerfile work in Debian: the program ran as $user, was healthy, and stopped"
