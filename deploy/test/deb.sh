#!/usr/bin/env bash
# Builds the Debian package, checks what is in it, runs its program as an ordinary user from a folder, and (as root) installs it in
# a tree of Debian.
#
#   deploy/test/deb.sh [--program FILE]   without a program it is built; the package is kept in target/debian
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/program.sh
export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
source scripts/cargo_tools.sh

readonly MAX_MIB=30
command -v dpkg-shlibdeps >/dev/null || require 'dpkg-dev (it finds what the program depends on)' dpkg-dev
command -v readelf >/dev/null || require binutils binutils
command -v xz >/dev/null || require xz xz-utils
command -v setpriv >/dev/null || require setpriv util-linux
command -v curl >/dev/null || require curl curl
cargo_tool cargo-deb 3.8.0
dist_program "$@"

folder=$(mktemp -d)
pid=''
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT

check_program() {
    local bytes
    bytes=$(stat -c %s "$program")
    echo "the program has $((bytes / 1048576)) MiB"
    [ "$bytes" -le $((MAX_MIB * 1048576)) ] || { echo "more than $MAX_MIB MiB" >&2; return 1; }
    ! readelf --section-headers --wide "$program" | grep -q '\.symtab' || { echo 'it is not stripped' >&2; return 1; }
}

# The manual pages and completions, by the program itself.
generate() {
    local shell
    "$program" man --output "$1/man"
    gzip -9 --no-name "$1"/man/*.1
    for shell in bash zsh fish; do
        "$program" completions "$shell" >"$1/korotko.$shell"
    done
    bash -n "$1/korotko.bash"
}

build_package() {
    local output=${CARGO_TARGET_DIR:-target}/debian
    # cargo-deb takes the program from the target folder.
    mkdir -p "$folder/target/dist"
    cp "$program" "$folder/target/dist/korotko"
    generate "$folder/target/dist/generated"
    rm -rf "$output"
    CARGO_TARGET_DIR=$folder/target cargo deb --locked --no-build --no-strip --compress-system -p korotko --output "$output/"
    package=$(realpath "$output"/korotko_*.deb)
}

check_content() {
    local file
    dpkg-deb --info "$package"
    dpkg-deb --contents "$package" | awk '{print $6}' >"$folder/contents"
    for file in usr/bin/korotko etc/korotko/korotko.env usr/lib/sysusers.d/korotko.conf \
        usr/lib/systemd/system/korotko.service usr/lib/systemd/system/korotko-worker.service \
        usr/share/doc/korotko/{copyright,LICENSE-MIT,LICENSE-APACHE} \
        usr/share/doc/korotko/examples/{nginx/korotko.conf,caddy/Caddyfile} \
        usr/share/doc/korotko/examples/prometheus/{prometheus,rules,rules_test}.yml \
        usr/share/doc/korotko/examples/grafana/korotko.json \
        usr/share/man/man1/korotko{,-users,-users-disable}.1.gz usr/share/bash-completion/completions/korotko \
        usr/share/zsh/vendor-completions/_korotko usr/share/fish/vendor_completions.d/korotko.fish; do
        grep -qxF "./$file" "$folder/contents" || { echo "the package lacks $file" >&2; return 1; }
    done
    dpkg-deb --control "$package" "$folder/control"
    grep -qxF /etc/korotko/korotko.env "$folder/control/conffiles"
    dpkg-deb --fsys-tarfile "$package" | tar -xO ./usr/share/doc/korotko/copyright | diff deploy/debian/copyright -
    grep -q '^ *systemd-sysusers .* korotko\.conf$' "$folder/control/postinst"
    for file in postinst prerm postrm; do
        sh -n "$folder/control/$file"
    done
}

# The commented settings are ones that the program knows.
check_settings() {
    local setting
    "$program" --help >"$folder/help"
    while read -r setting; do
        grep -qw "$setting" "$folder/help" || { echo "korotko.env: $setting is no setting" >&2; return 1; }
    done < <(grep -oE '^#KOROTKO_[A-Z_]+' deploy/debian/korotko.env | cut -c2-)
}

run_unpacked() {
    local port=$((20000 + RANDOM % 10000)) deadline=$((SECONDS + 20)) status=0 user=()
    dpkg-deb --extract "$package" "$folder/root"
    chmod 0755 "$folder"
    mkdir "$folder/data"
    if [ "$(id -u)" -eq 0 ]; then
        user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
        chown 65534:65534 "$folder/data"
    fi
    env KOROTKO_LISTEN="127.0.0.1:$port" KOROTKO_DATA_DIR="$folder/data" KOROTKO_SHUTDOWN_GRACE=0s \
        "${user[@]}" "$folder/root/usr/bin/korotko" >"$folder/log" 2>&1 &
    pid=$!
    until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || { cat "$folder/log" >&2; return 1; }
        sleep 0.1
    done
    curl -sf "http://127.0.0.1:$port/api/url/" -H 'content-type: application/json' \
        -d "{\"url\": \"https://example.com/a\", \"custom_url\": \"deb\"}"
    curl -si "http://127.0.0.1:$port/deb" | grep -i '^location: https://example.com/a'
    kill -TERM "$pid"
    wait "$pid" || status=$?
    pid=''
    [ "$status" -eq 0 ] || { echo "the program ended with $status" >&2; cat "$folder/log" >&2; return 1; }
    echo 'the unpacked program ran as an ordinary user, redirected, and stopped'
}

# Nothing is started there: that needs a machine that was booted with systemd.
install_in_debian() {
    local tree=$folder/tree
    mmdebstrap --quiet --variant=minbase --include=systemd-standalone-sysusers bookworm "$tree"
    cp "$package" "$tree/tmp/korotko.deb"
    chroot "$tree" dpkg --install /tmp/korotko.deb
    [ "$(chroot "$tree" stat -c '%U:%G %a' /etc/korotko/korotko.env)" = 'root:korotko 640' ]
    # As systemd does with StateDirectory.
    chroot "$tree" install --directory --owner=korotko --group=korotko --mode=0700 /var/lib/korotko
    echo 'KOROTKO_PUBLIC_URL="https://short.example"' >>"$tree/etc/korotko/korotko.env"
    for command in 'migrate up' 'jobs list'; do
        # As docs/OPERATIONS.md shows.
        chroot --userspec=korotko:korotko "$tree" env -i -C /var/lib/korotko PATH=/usr/bin:/bin bash -c \
            "set -a; . /etc/korotko/korotko.env; KOROTKO_DATA_DIR=/var/lib/korotko korotko $command"
    done
    chroot "$tree" dpkg --purge korotko
    [ -e "$tree/var/lib/korotko/korotko.db" ] || { echo 'the data did not stay' >&2; return 1; }
    [ ! -e "$tree/etc/korotko/korotko.env" ] || { echo 'the settings stayed' >&2; return 1; }
    echo 'the package was installed, used, and purged; the data stayed'
}

check_program
build_package
check_content
check_settings
run_unpacked
if [ "$(id -u)" -eq 0 ]; then
    command -v mmdebstrap >/dev/null || require 'mmdebstrap (it makes a tree of Debian)' mmdebstrap
    install_in_debian
else
    echo 'not installed in a tree of Debian: only root may make one'
fi
