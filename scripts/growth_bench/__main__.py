"""Started by `scripts/bench.sh growth`, which builds what this needs."""

import os
import sys
import tempfile
import time
from types import SimpleNamespace

from redirect_bench import links, processes, record, versions
from redirect_bench.korotko import Korotko
from redirect_bench.quiet import Quiet

from . import chart, front, measures, options, table
from .copies import CHANGES


FAST = 100_000    # clicks; more are made at full load, and not exactly so many


def fill_database(korotko, database, fill, folder):
    """Makes the first account through the API and copies it; leaves Korotko stopped."""
    korotko.start()
    korotko.register()
    links.create(korotko.client, range(fill.links), namespace="global")
    if fill.front:
        copy(korotko, database, ["users"], fill)
        korotko.start()
        front.create_links(korotko, fill)
    if fill.clicked < FAST:
        front.click_exactly(korotko, fill.clicked_paths, fill.clicked)
    else:
        front.click(korotko, folder, fill.clicked_paths, fill.clicked)
    korotko.settle()
    copy(korotko, database, [] if fill.front else CHANGES, fill)
    database.finish()


def copy(korotko, database, tables, fill):
    processes.end(korotko.process)
    for name in tables if fill.accounts > 1 else []:
        began = time.monotonic()
        database.copy(name, fill.accounts - 1)
        print(f"{database.name}, {fill.name}: {name} copied in {time.monotonic() - began:.0f} s", flush=True)


def measure(database, fill, given, folder):
    bench = SimpleNamespace(folder=folder, quiet=Quiet(given.postmaster, given.patience))
    database = database(folder, given.postmaster)
    korotko = Korotko(database.name, given.korotko, os.path.join(folder, "korotko"), database.settings, database.postmaster)
    try:
        began = time.monotonic()
        fill_database(korotko, database, fill, folder)
        filled = round(time.monotonic() - began, 1)
        return {"links": fill.accounts * fill.links, "filled_s": filled, **measures.all_of(korotko, database, fill, bench)}
    finally:
        processes.end_all()
        database.drop()


def main():
    given = options.read()
    processes.end_on_signals()
    file = os.path.join(given.output, "growth.json")
    environment = record.environment(versions.of_servers(given.korotko))
    try:
        for database in given.databases:
            for fill in given.fills:
                with tempfile.TemporaryDirectory(prefix="korotko-bench-") as folder:
                    result = measure(database, fill, given, folder)
                results = record.read(file)
                results["cases"].setdefault(database.name, {})[fill.name] = {**environment, **result}
                record.write(file, results)
    except KeyboardInterrupt:
        sys.exit(130)
    print("\n".join(table.rows(record.read(file))))
    chart.write(os.path.join(given.output, "growth.svg"), record.read(file))


main()
