#!/usr/bin/env bash
# Leads a newcomer through the Swagger UI (app/tests/process/swagger_ui/tour.py) in Debian's Chromium, Firefox and WebKit, each with
# a service of its own. The tests do so in Chromium alone.
#
#   scripts/browsers.sh [--program FILE]   without a program it is built
#
# With KOROTKO_TEST_SCREENSHOTS, screenshots are written to that folder. KOROTKO_TEST_BROWSERS names the browsers, by default all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh
source scripts/program.sh
source scripts/python.sh
export KOROTKO_TOOLS=${KOROTKO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/korotko-tools}
source scripts/cargo_tools.sh

read -ra browsers <<<"${KOROTKO_TEST_BROWSERS:-chromium firefox webkit}"
command -v curl >/dev/null || require curl curl
command -v chromium >/dev/null || require Chromium chromium
command -v chromedriver >/dev/null || require "Chromium's driver" chromium-driver
command -v firefox-esr >/dev/null || require Firefox firefox-esr
command -v WebKitWebDriver >/dev/null || require "WebKit and its driver" webkit2gtk-driver
command -v Xvfb >/dev/null || require 'Xvfb (WebKit needs a display)' xvfb
# Debian has no package of Firefox' driver.
command -v geckodriver >/dev/null || cargo_tool geckodriver 0.37.1
prepare_python
dist_program "$@"

folder=$(mktemp -d)
service='' # the program's pid
display='' # that of Xvfb
stop() {
    [ -z "$service" ] || kill "$service" 2>/dev/null || true
    [ -z "$display" ] || kill "$display" 2>/dev/null || true
    wait
    rm -rf "$folder"
}
trap stop EXIT

start_display() {
    local deadline=$((SECONDS + 20))
    # It takes a free number, and says which.
    Xvfb -displayfd 5 -screen 0 1280x900x24 -nolisten tcp 5>"$folder/display" 2>"$folder/xvfb.log" &
    display=$!
    until [ -s "$folder/display" ]; do
        [ "$SECONDS" -lt "$deadline" ] || { cat "$folder/xvfb.log" >&2; return 1; }
        sleep 0.1
    done
    DISPLAY=:$(cat "$folder/display")
    export DISPLAY
}

start_service() {
    local deadline=$((SECONDS + 20))
    env KOROTKO_LISTEN="127.0.0.1:$port" KOROTKO_DATA_DIR="$1" KOROTKO_SHUTDOWN_GRACE=0s "$program" serve >"$folder/log" 2>&1 &
    service=$!
    until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || { cat "$folder/log" >&2; return 1; }
        sleep 0.1
    done
}

start_display
for browser in "${browsers[@]}"; do
    port=$((20000 + RANDOM % 10000))
    start_service "$folder/$browser"
    begin=$SECONDS
    timeout 300 "$KOROTKO_TEST_PYTHON" -B app/tests/process/swagger_ui/tour.py "http://localhost:$port" "$folder/$browser/mails" "$browser" || {
        echo "the tour failed in $browser" >&2
        cat "$folder/log" >&2
        exit 1
    }
    echo "$browser: the tour took $((SECONDS - begin)) s"
    kill -TERM "$service"
    wait "$service"
    service=''
done
