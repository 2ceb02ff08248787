"""Checks the arithmetic of the measurement on invented figures: `PYTHONPATH=scripts python3 -m redirect_bench.self_test`."""

import random
import tempfile
from types import SimpleNamespace

from . import cases, lookups, pgbench, raw, rounds, summary, visitors


def check_visitors():
    agents = visitors.user_agents()
    assert len(agents) == len(set(agents)) == 200
    assert len(set(visitors.LANGUAGES)) == 20
    headers = visitors.mix(1000, "seed")
    assert headers == visitors.mix(1000, "seed") != visitors.mix(1000, "other seed")
    assert len(set(headers)) > 990
    assert all(header.count("\r\n") == 6 for header in headers)


def check_paths():
    source = random.Random(1)
    unknown = cases.ALL["unknown"].paths(source, 10_000, 0, 7)
    assert 1_800 < sum(path.startswith("/missing-") for path in unknown) < 2_200
    assert all(path.endswith("?u=7") for path in cases.ALL["personal"].paths(source, 100, 0, 7))
    halves = [cases.ALL["cold"].paths(source, 0, generator, 7) for generator in range(2)]
    assert len(set(halves[0] + halves[1])) == len(halves[0] + halves[1]) == cases.MANY


def check_lookups():
    halves = [lookups.each_once(lookups.SLUGS)(random.Random(1), 0, generator) for generator in range(2)]
    assert len(set(halves[0] + halves[1])) == len(halves[0] + halves[1]) == cases.MANY
    with tempfile.TemporaryDirectory() as folder:
        script = pgbench.script(folder, "SELECT url FROM links WHERE namespace = $1 AND slug = $2", lookups.SLUGS)
        with open(script, encoding="utf-8") as file:
            assert file.readlines()[1:] == [
                "\\set slug random(1000000, 1099999)\n",
                "SELECT url FROM links WHERE namespace = :namespace AND slug = :slug;\n",
            ]


def check_clicks():
    result = SimpleNamespace(requests=1_000, refused=200)
    assert rounds.compare(cases.ALL["unknown"], result, None) == (0, 0)
    assert rounds.compare(cases.ALL["unknown"], result, 799) == (1, 0)
    assert rounds.compare(cases.ALL["unknown"], result, 800 + 64) == (0, 0)
    assert rounds.compare(cases.ALL["unknown"], result, 800 + 65) == (0, 1)
    assert rounds.compare(cases.ALL["head"], SimpleNamespace(requests=1_000, refused=0), 1) == (0, 1)


def check_summary():
    def load(number, server, rate):
        return SimpleNamespace(round=number, server=server, rate=rate, cpu_us={"process": 1.0}, generator_us=1.0, peak_mb=5.0)
    loads = [load(number, "bare hyper", rate) for number, rate in enumerate((100, 200, 100))]
    loads += [load(number, "other", rate) for number, rate in enumerate((50, 50, 90))]
    result = summary.summarise(loads, [])
    assert result["bare hyper"]["ratio"] == [1, 1, 1]
    assert result["other"]["ratio"] == [0.5, 0.25, 0.9]
    assert result["other"]["rate"] == [50, 50, 90]
    assert summary.peaks(loads) == {"bare hyper": 100, "other": 50}
    loads += [load(0, summary.RECORDED, 90), load(0, summary.UNRECORDED, 100)]
    assert summary.summarise(loads, [])[summary.RECORDED]["to_unrecorded"] == [0.9, 0.9, 0.9]


def check_masks():
    answer = b"HTTP/1.1 307 X\r\nx-request-id: %s\r\ndate: Mon, 30 Nov 2026 05:30:20 GMT\r\n\r\n"
    assert raw.masked(answer % (b"a" * 24)) == raw.masked(answer % (b"b" * 24))
    assert raw.masked(answer % (b"a" * 24)) != raw.masked(answer % (b"a" * 23))


for check in (check_visitors, check_paths, check_lookups, check_clicks, check_summary, check_masks):
    check()
print("the arithmetic of the measurement holds")
