#!/usr/bin/env bash
# Runs two nodes on PostgreSQL behind Debian's nginx, then behind its Caddy, with the configurations of deploy/nginx and
# deploy/caddy: addresses of clients, their rate limits, sizes of bodies, and a restart of each node under load without a lost
# request.
#
#   deploy/test/proxies.sh [--program FILE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/packages.sh
source scripts/postgres.sh
source scripts/program.sh

command -v python3 >/dev/null || require Python python3
command -v openssl >/dev/null || require 'OpenSSL (it makes a certificate)' openssl
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || require nginx nginx
command -v caddy >/dev/null || require Caddy caddy
dist_program "$@"

folder=$(mktemp -d)
stop() {
    stop_postgres
    rm -rf "$folder"
}
trap stop EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=short.example \
    -addext subjectAltName=DNS:short.example -keyout "$folder/short.example.key" -out "$folder/short.example.pem" 2>"$folder/openssl"
# Nothing has to be durable here.
start_postgres fsync=off synchronous_commit=off full_page_writes=off
PYTHONPATH=deploy/test python3 -B -m proxies "$program" "$KOROTKO_TEST_POSTGRES_URL" "$folder"
