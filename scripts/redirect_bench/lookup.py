"""Started by `scripts/bench.sh lookup`: look-ups of routes that are not in memory, beside the same statement without Korotko."""

import argparse
import os
import re
from statistics import median

from . import links, pgbench, processes, statement
from .korotko import Korotko
from .lookups import SLUGS, UNKNOWN, OnKorotko, OnPgbench, OnSqlx
from .options import bounded
from .postgres import Postgres
from .quiet import Quiet
from .summary import spread

DESCRIPTION = """Requests 100,000 links, each at most once after a start of Korotko, and slugs that do not exist, so that no route
is in memory. Beside it the statement of such a look-up alone: on PostgreSQL by pgbench, together with pgbench -S, on SQLite by a
loop of sqlx. The goal is half of their throughput."""
OPTIONS = "adapters/seaorm/src/options.rs"
MANY_CLIENTS = 64


def read_options():
    parser = argparse.ArgumentParser(prog="scripts/bench.sh lookup", description=DESCRIPTION)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], action="append", help="one database only")
    parser.add_argument("--rounds", type=bounded(1, 50), default=7, help="rounds (7)")
    parser.add_argument("--seconds", type=bounded(1, 10), default=1, help="seconds of a load, too few for all links (1)")
    for name in ("korotko", "bare"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--postmaster", type=int, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def connections():
    """How many connections Korotko uses for requests."""
    with open(OPTIONS, encoding="utf-8") as source:
        return int(re.search(r"^ +max_connections: (\d+),", source.read(), re.MULTILINE)[1])


def filled(name, given, folder, *database):
    """Korotko with the links."""
    korotko = Korotko(name, given.korotko, os.path.join(folder, name), *database)
    korotko.start()
    korotko.register()
    links.create_slugs(korotko.client, [str(slug) for slug in SLUGS], namespace="global")
    return korotko


def on_korotko(korotko):
    return [
        OnKorotko("links", korotko, SLUGS),
        OnKorotko("links, without recording", korotko, SLUGS, records=False),
        OnKorotko("unknown slugs", korotko, UNKNOWN),
    ]


def postgresql(given, folder, postgres):
    """The loads on PostgreSQL."""
    korotko = filled("postgresql", given, folder, postgres.settings, postgres.pid)
    script = pgbench.script(folder, statement.of(korotko, f"/{SLUGS[0]}"), SLUGS)
    pgbench.prepare(postgres)
    return on_korotko(korotko) + [
        OnPgbench(name, postgres.pid, clients, *arguments)
        for name, *arguments in (
            ("the same statement", postgres.database(), "--file", script),
            ("-S", postgres.database(pgbench.OWN), "--select-only"),
        )
        for clients in (connections(), MANY_CLIENTS)
    ]


def sqlite(given, folder, _postgres):
    """The loads on SQLite."""
    korotko = filled("sqlite", given, folder)
    database = os.path.join(korotko.folder, "korotko.db")
    loop = OnSqlx(f"{given.bare}-sqlx", database, statement.of(korotko, f"/{SLUGS[0]}"), connections())
    return [*on_korotko(korotko), loop]


def measure(loads, folder, quiet, given):
    """The figures of each load, interleaved A B C C B A."""
    figures = {load.name: [] for load in loads}
    for number in range(given.rounds):
        for load in loads[::1 if number % 2 == 0 else -1]:
            figures[load.name].append(load.run(folder, quiet, number, given.seconds))
            print(f"round {number}: {load.name}: {figures[load.name][-1].rate:,.0f}/s", flush=True)
    return figures


def rows(figures):
    """The table, with each load on Korotko as a ratio to each other load, in the same round."""
    korotko = [name for name in figures if name.startswith("Korotko")]
    yield "| | requests/s | CPU of the process, µs | of the database, µs | " + " | ".join(f"{name} to this" for name in korotko) + " |"
    yield "|---" * (4 + len(korotko)) + "|"
    for name, of in figures.items():
        middle, lowest, highest = spread(figure.rate for figure in of)
        process, database = (
            median(getattr(figure, part) / figure.requests * 1e6 for figure in of) for part in ("process", "database"))
        cells = [name, f"{middle:,.0f} ({lowest:,.0f}–{highest:,.0f})", f"{process:.1f}", f"{database:.1f}" if database else ""]
        for mine in korotko:
            ratio = median(a.rate / b.rate for a, b in zip(figures[mine], of))
            cells.append("" if name in korotko else f"{ratio:.2f}")
        yield "| " + " | ".join(cells) + " |"


def run(folder, given):
    postgres = Postgres(os.environ["KOROTKO_TEST_POSTGRES_URL"], given.postmaster)
    quiet = Quiet(postgres.pid, 60)
    for name in given.on or ["sqlite", "postgresql"]:
        loads = {"sqlite": sqlite, "postgresql": postgresql}[name](given, folder, postgres)
        figures = measure(loads, folder, quiet, given)
        print("\n".join(["", f"{name}, {given.rounds} rounds of {given.seconds} s, medians:", "", *rows(figures), ""]), flush=True)
        processes.end(loads[0].korotko.process)


processes.measure(run, read_options())
