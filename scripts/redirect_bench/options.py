"""The command line."""

import argparse

from . import cases

DESCRIPTION = """Measures redirects of Korotko on SQLite and on PostgreSQL beside bare hyper and bare poem, which get the same
requests and answer with the same bytes. Without --case: all cases, the main ones with --rounds, the others with
--further-rounds."""


def bounded(lowest, highest):
    def parse(text):
        if not lowest <= int(text) <= highest:
            raise argparse.ArgumentTypeError(f"must be {lowest} to {highest}")
        return int(text)
    return parse


def read():
    names = ", ".join(cases.ALL)
    parser = argparse.ArgumentParser(prog="scripts/bench.sh redirect", description=DESCRIPTION)
    parser.add_argument("--case", action="append", choices=list(cases.ALL), metavar="NAME", help=f"one of: {names}")
    parser.add_argument("--main", action="store_true", help="only the main cases: hot, zipf")
    parser.add_argument("--rounds", type=bounded(1, 50), default=7, help="rounds of the main cases (7)")
    parser.add_argument("--further-rounds", type=bounded(1, 50), default=3, help="rounds of the other cases (3)")
    parser.add_argument("--seconds", type=bounded(1, 60), default=3, help="seconds of a load (3)")
    parser.add_argument("--latency-rounds", type=bounded(0, 50), default=2, help="rounds of the open loop (2)")
    parser.add_argument("--patience", type=bounded(0, 3600), default=600, help="seconds to wait for a quiet machine, in all (600)")
    parser.add_argument("--output", default="docs/performance", help="folder of redirect.json and redirect.svg")
    for name in ("korotko", "bare"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--postmaster", type=int, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.cases = [cases.ALL[name] for name in options.case or []]
    if not options.cases:
        options.cases = cases.MAIN if options.main else list(cases.ALL.values())
    return options
