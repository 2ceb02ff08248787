"""Started by `scripts/bench.sh endurance`: minutes at half the peak, and what syncing the click log costs."""

import argparse
import os
import random
import time
from statistics import median

from . import oha, processes, wrk
from .cases import ALL
from .korotko import Korotko
from .options import bounded
from .postgres import Postgres
from .quiet import Quiet
from .samples import Marker, Samples
from .traffic import REQUESTS, Traffic

DESCRIPTION = """Drives Korotko at half its peak, 10,000 links by Zipf, one visitor, and prints the backlog of clicks, the memory
of the process, and after how long a click appears in statistics, with the load and without. Then the price of --click-sync."""
CASE = ALL["zipf"]
STRETCH = 30        # seconds of a load of oha, which keeps every request in memory
CALM = 20           # seconds in which clicks are timed without load
LOAD = 5            # seconds of a load at the peak
SYNCS = ["1s", "100ms", "0s"]


def read_options():
    parser = argparse.ArgumentParser(prog="scripts/bench.sh endurance", description=DESCRIPTION)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], action="append", help="one database only")
    parser.add_argument("--seconds", type=bounded(0, 3600), default=300, help="at half the peak (300); 0: only the price")
    parser.add_argument("--rounds", type=bounded(0, 50), default=4, help="of the price of syncing (4)")
    parser.add_argument("--korotko", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    parser.add_argument("--postmaster", type=int, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


class Driver:
    """One server, its requests, and loads on it."""

    def __init__(self, folder, korotko, quiet):
        self.folder, self.korotko, self.quiet = folder, korotko, quiet
        korotko.start()
        korotko.register()
        korotko.prepare(CASE)
        self.traffic = Traffic(folder, CASE, "one visitor", 0, korotko.user)

    def load(self):
        """(requests a second, CPU µs per request with those of the database, draining included) at the peak."""
        self.quiet.wait()
        before = self.korotko.cpu()
        result = wrk.run(self.korotko.port, self.traffic, LOAD)
        self.korotko.settle()
        self.quiet.rest()
        used = sum(self.korotko.cpu().values()) - sum(before.values())
        return result.rate, used / result.requests * 1e6

    def endure(self, rate, seconds):
        """Yields the latencies of each stretch."""
        file = os.path.join(self.folder, "paths")
        for number in range(0, seconds, STRETCH):
            with open(file, "w", encoding="ascii") as out:
                out.write("\n".join(CASE.paths(random.Random(number), REQUESTS, 0, self.korotko.user)))
            yield oha.run_at(self.korotko, file, rate, number // STRETCH, min(STRETCH, seconds - number))


def endure(driver, seconds):
    driver.load()
    rate = median(driver.load()[0] for _ in range(3)) / 2
    marker = Marker(driver.korotko)
    with marker.timing() as calm:
        time.sleep(CALM)
    print(f"a click appears without load after (s): {spread(calm)}")
    before = driver.korotko.clicks()
    with marker.timing() as loaded, Samples(driver.korotko, STRETCH) as samples:
        latencies = list(driver.endure(rate, seconds))
    end = time.monotonic()
    driver.korotko.settle()
    print(f"at {rate:,.0f}/s for {seconds} s a click appears after (s): {spread(loaded)}")
    print(f"counted {time.monotonic() - end:.1f} s after the end; p50 and p99 of each stretch (ms), answers a second:")
    for latency in latencies:
        print(f"  {latency.milliseconds['p50']:6.2f} {latency.milliseconds['p99']:6.2f} {latency.rate:8,.0f}  failed {latency.failed}")
    print("stretch: most waiting bytes, files of the click log, resident MB at its end")
    for line in samples.lines():
        print(f"  {line}")
    # Those of the marker are counted too.
    counted = driver.korotko.clicks() - before
    answered = sum(round(latency.rate * STRETCH) for latency in latencies)
    print(f"TORTURE | endurance | {driver.korotko.name} | {seconds} s at {rate:,.0f} redirects a second "
          f"| {counted:,} clicks | {max(0, answered - counted)} | {-(-seconds // 60)} min |")


def price(driver, rounds):
    """The throughput and the CPU time by `--click-sync`, interleaved A B C C B A."""
    figures = {sync: [] for sync in SYNCS}
    for number in range(rounds):
        for sync in SYNCS[::1 if number % 2 == 0 else -1]:
            driver.korotko.settings["KOROTKO_CLICK_SYNC"] = sync
            driver.korotko.restart()
            wrk.run(driver.korotko.port, driver.traffic, 1)
            driver.korotko.settle()
            figures[sync].append(driver.load())
    for sync, measured in figures.items():
        rates, used = zip(*measured)
        print(f"--click-sync {sync}: {spread(rates)} redirects a second, {spread(used)} µs of CPU each")


def spread(values):
    values = sorted(values)
    if not values:
        return "nothing measured"
    return f"median {median(values):,.2f} ({values[0]:,.2f} to {values[-1]:,.2f})"


def run(folder, given):
    postgres = Postgres(os.environ["KOROTKO_TEST_POSTGRES_URL"], given.postmaster)
    for name in given.on or ["sqlite", "postgresql"]:
        database = () if name == "sqlite" else (postgres.settings, postgres.pid)
        korotko = Korotko(name, given.korotko, os.path.join(folder, name), *database)
        print(f"== {name}", flush=True)
        driver = Driver(folder, korotko, Quiet(postgres.pid, 60))
        if given.seconds:
            endure(driver, given.seconds)
        if given.rounds:
            price(driver, given.rounds)
        processes.end(korotko.process)


processes.measure(run, read_options())
