#!/usr/bin/env bash
# Renders docs/images from the running program: the Swagger UI, and the first page of a report's workbook.
#
#   scripts/pictures.sh [PROGRAM]    by default target/release/korotko
#
# The report shows 30 days of clicks: the program runs once for each day, with a shifted clock (faketime).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/packages.sh

PROGRAM=$(realpath "${1:-target/release/korotko}")
readonly PROGRAM IMAGES=$PWD/docs/images
readonly PORT=$((20000 + RANDOM % 10000)) DAYS=30
readonly URL=http://localhost:$PORT JSON='content-type: application/json'

command -v curl >/dev/null || require curl curl
command -v chromium >/dev/null || require Chromium chromium
command -v soffice >/dev/null || require 'LibreOffice Calc' libreoffice-calc-nogui
command -v pdftoppm >/dev/null || require pdftoppm poppler-utils
command -v faketime >/dev/null || require faketime faketime
command -v convert >/dev/null || require ImageMagick imagemagick
[ -x "$PROGRAM" ] || { echo "$0: $PROGRAM is missing; run: cargo build --release" >&2; exit 1; }

folder=$(mktemp -d)
korotko=''    # the program's pid
cleanup() {
    [ -z "$korotko" ] || kill "$korotko" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
export no_proxy='*' HOME=$folder
export KOROTKO_LISTEN=127.0.0.1:$PORT KOROTKO_PUBLIC_URL=https://short.example KOROTKO_TRUSTED_PROXIES=127.0.0.1
export KOROTKO_SHUTDOWN_GRACE=0s KOROTKO_LOG=warn DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1

start() {    # with the clock so many days back
    # LD_PRELOAD directly: faketime(1) would be the parent that gets the signals.
    LD_PRELOAD=$(dpkg -L libfaketime | grep '/libfaketimeMT.so.1$') FAKETIME="-$1d" "$PROGRAM" >>printed 2>>log &
    korotko=$!
    for _ in {1..100}; do
        ! curl -sf "$URL/readyz" >/dev/null || return 0
        sleep 0.1
    done
    cat printed log >&2
    exit 1
}

stop() {    # counts the clicks that are left
    kill "$korotko"
    wait "$korotko" || true
    korotko=''
}

post() {    # PATH BODY
    curl -sS --fail-with-body "$URL$1" -H "$JSON" ${token:+-H "authorization: Bearer $token"} -d "$2"
}

sign_in() {
    token=$(post /api/users/signin '{"email": "ann@example.com", "password": "Passw0rd-ok"}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
}

shorten() {    # SLUG TITLE TAG URL
    post /api/links "{\"slug\": \"$1\", \"title\": \"$2\", \"tags\": [\"$3\"], \"url\": \"$4\"}" >/dev/null
}

# Clicks of a day: more on weekdays, and a different mix of visitors for each link.
click() {    # DAY
    python3 - "$URL" "$1" <<'PYTHON'
import math, random, sys, urllib.request
url, day = sys.argv[1], int(sys.argv[2])
random.seed(day)
AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
REFERRERS = ["https://www.google.com/", "https://news.example/today", "https://t.me/", "https://mail.example/", ""]
LANGUAGES = ["en-US,en;q=0.9", "de-DE,de;q=0.9", "ru-RU,ru;q=0.9", "fr-FR,fr;q=0.9"]

class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
for place, slug in enumerate(["spring", "menu", "talk", "jobs", "map"]):
    weekday = 1 if day % 7 in (0, 6) else 2
    for _ in range(int(weekday * random.uniform(3, 6) * 2 / (place + 1) * (1 + 0.5 * math.sin(day / 5)))):
        pick = lambda values: random.choices(values, [len(values) - n for n in range(len(values))])[0]
        headers = {"User-Agent": pick(AGENTS), "Accept-Language": pick(LANGUAGES),
                   "X-Forwarded-For": f"203.0.113.{random.randrange(20)}"}
        referrer = pick(REFERRERS)
        if referrer:
            headers["Referer"] = referrer
        try:
            opener.open(urllib.request.Request(f"{url}/{slug}?u=1", headers=headers))
        except urllib.error.HTTPError as redirect:
            assert redirect.code == 307, redirect
PYTHON
}

prepare_account() {
    post /api/users/register '{"email": "ann@example.com", "password": "Passw0rd-ok"}' >/dev/null
    local link=''
    for _ in {1..100}; do
        link=$(grep -o 'https://short.example/api/email-verification/[^ ]*' printed || true)
        [ -z "$link" ] || break
        sleep 0.1
    done
    curl -sS --fail-with-body "$URL${link#https://short.example}" >/dev/null
    sign_in
    shorten spring 'Spring sale' sale https://shop.example/spring
    shorten menu 'Lunch menu' food https://cafe.example/menu
    shorten talk 'Conference talk' talks https://talks.example/2027/short-links
    shorten jobs 'Open positions' jobs https://shop.example/jobs
    shorten map 'How to find us' map https://map.example/shop
}

token=''
for day in $(seq "$DAYS" -1 1); do
    start "$day"
    [ "$day" -ne "$DAYS" ] || prepare_account
    click "$day"
    stop
done

start 0
sign_in
post /api/reports "{\"from\": \"$(date -u -d "$DAYS days ago" +%F)\", \"to\": \"$(date -u -d yesterday +%F)\"}" >/dev/null
for _ in {1..300}; do
    ! python3 - <<'PYTHON' || break
import email, glob, sys
for path in glob.glob("korotko-data/mails/*.eml"):
    with open(path, "rb") as file:
        for part in email.message_from_binary_file(file).walk():
            if (part.get_filename() or "").endswith(".xlsx"):
                open("report.xlsx", "wb").write(part.get_payload(decode=True))
                sys.exit()
sys.exit(1)
PYTHON
    sleep 0.1
done

chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1200,1500 --virtual-time-budget=10000 \
    --screenshot=swagger.png "$URL/docs" >/dev/null 2>&1
soffice --headless --convert-to pdf report.xlsx >/dev/null
pdftoppm -f 1 -l 1 -png -singlefile -scale-to-x 1000 -scale-to-y -1 report.pdf report
mkdir -p "$IMAGES"
# The operations, below the description; a palette is enough, and a quarter of the size.
convert swagger.png -crop 1200x880+0+600 +repage +dither -colors 96 "PNG8:$IMAGES/swagger-ui.png"
convert report.png -gravity south -chop 0x130 -trim -bordercolor white -border 20 +dither -colors 96 "PNG8:$IMAGES/workbook.png"
stop
ls -l "$IMAGES"
