"""The command line."""

import argparse

from .fills import FILLS
from .postgresql import Postgresql
from .sqlite import Sqlite

DESCRIPTION = """Measures redirects, creation, lists, statistics, folding and sizes in databases of 1,000 to 10,000,000 links with
as many clicks; in one of 1,000,000 links with 100,000,000 clicks (rollups); and in one of 1,000,000 links and clicks that all went
through the API (front). In the others accounts are copied by statements. The largest database needs 13 GB in TMPDIR or /tmp."""
DATABASES = {"sqlite": Sqlite, "postgresql": Postgresql}


def read():
    fills = {fill.name: fill for fill in FILLS}
    parser = argparse.ArgumentParser(prog="scripts/bench.sh growth", description=DESCRIPTION)
    parser.add_argument("--fill", action="append", choices=list(fills), metavar="NAME", help=f"one of: {', '.join(fills)}")
    parser.add_argument("--database", action="append", choices=list(DATABASES), metavar="NAME", help="sqlite or postgresql")
    parser.add_argument("--patience", type=int, default=600, help="seconds to wait for a quiet machine, in all (600)")
    parser.add_argument("--output", default="docs/performance", help="folder of growth.json and growth.svg")
    parser.add_argument("--korotko", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--postmaster", type=int, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.fills = [fills[name] for name in options.fill or fills]
    options.databases = [DATABASES[name] for name in options.database or DATABASES]
    return options
