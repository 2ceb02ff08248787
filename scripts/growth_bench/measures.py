"""What is measured at each size."""

import random

from . import front
from .one_client import OneClient

COLD = 2_000          # redirects, each of another link
WARM = 5_000
REQUESTS = 200
COUNTED = ("links", "link_clicks", "rollups", "click_visits")
FOLDED = 100_000      # clicks, each of another link if there are as many


def all_of(korotko, database, fill, bench):
    figures = {"rows": {table: database.rows(table) for table in COUNTED}, "clicks": database.clicks(), **sizes(database)}
    korotko.start()
    bench.quiet.wait()
    figures["redirect_ms"] = redirects(korotko, fill)
    bench.quiet.wait()
    figures["request_ms"] = requests(korotko, fill)
    korotko.settle()
    figures["load"] = load(korotko, database, fill, bench)
    return figures


def sizes(database):
    """All bytes, and those of tables and indexes that have at least a hundredth."""
    parts = database.sizes()
    disk = sum(parts.values())
    return {"disk": disk, "parts": {name: size for name, size in parts.items() if size >= disk / 100}}


def redirects(korotko, fill):
    client = OneClient(korotko.port)
    source = random.Random(1)
    paths = list(dict.fromkeys(fill.random_path(source) for _ in range(COLD)))
    client.mean([paths[0]] * 100)
    return {"cold": client.mean(paths[1:]), "warm": client.mean([paths[0]] * WARM)}


def requests(korotko, fill):
    """By the owner in the middle."""
    owner = front.sign_in(korotko, fill.accounts // 2)
    ids = [link["id"] for link in owner.get("/api/links?limit=100")["items"]]
    client = OneClient(korotko.port, owner.token)
    return {
        "first page": client.p50("GET", ["/api/links?limit=25"] * REQUESTS),
        "statistics of a link": client.p50("GET", [f"/api/links/{id}/stats" for id in ids]),
        "statistics of the account": client.p50("GET", ["/api/stats"] * REQUESTS),
        "creation": client.p50("POST", ["/api/links"] * REQUESTS, '{"url": "https://example.com/articles/new"}'),
    }


def load(korotko, database, fill, bench):
    """Redirects of all links at full load, whose clicks wait until all are made, so that counting them is measured by itself."""
    def draw(source, count):
        return [fill.random_path(source) for _ in range(count)]
    with database.uncounted():
        before = korotko.cpu()
        clicks, rate = front.click(korotko, bench.folder, draw, FOLDED)
        loaded = korotko.cpu()
        waiting = korotko.client.get("/readyz")["waiting_click_bytes"]
        bench.quiet.rest()
        begun = korotko.cpu()
    korotko.settle()
    bench.quiet.rest()
    after = korotko.cpu()
    return {
        "clicks": clicks, "bytes_a_click": round(waiting / clicks, 1), "redirects_a_second": rate,
        "redirect_cpu_us": {part: round((loaded[part] - before[part]) / clicks * 1e6, 1) for part in after},
        "fold_cpu_us": {part: round((after[part] - begun[part]) / clicks * 1e6, 2) for part in after},
    }
