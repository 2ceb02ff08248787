"""Loads of look-ups: through Korotko, and the same statement without it."""

import json
import subprocess
from dataclasses import dataclass

from . import pgbench, processes, usage, wrk
from .cases import MANY, Case
from .traffic import Traffic

SLUGS = range(1_000_000, 1_000_000 + MANY)      # of all links; numbers, since pgbench knows nothing else
UNKNOWN = range(2_000_000, 2_200_000)    # may come again, but later than Korotko remembers them


@dataclass
class Figure:
    """What one load has measured."""

    requests: int
    rate: float        # requests a second
    process: float     # CPU seconds of Korotko, or of what takes its place
    database: float    # CPU seconds of PostgreSQL; 0 without it


def each_once(slugs):
    """Draws every second slug, so that the two generators request each once."""
    def draw(source, _count, generator):
        numbers = list(slugs[generator::2])
        source.shuffle(numbers)
        return [f"/{number}" for number in numbers]
    return draw


class OnKorotko:
    """Requests whose routes are not in memory, since Korotko has just started."""

    def __init__(self, name, korotko, slugs, records=True):
        self.name = f"Korotko, {name}"
        self.korotko, self.slugs, self.records = korotko, slugs, records

    def run(self, folder, quiet, number, seconds):
        korotko = self.korotko
        korotko.counts = self.records
        korotko.restart()
        case = Case("lookup", self.name, each_once(self.slugs))
        traffic = Traffic(folder, case, "one visitor", number, korotko.user)
        quiet.wait()
        before = korotko.cpu()
        result = wrk.run(korotko.port, traffic, seconds)
        korotko.settle()
        quiet.rest()
        used = {part: cpu - before[part] for part, cpu in korotko.cpu().items()}
        self._check(result)
        return Figure(result.requests, result.rate, used["process"], used.get("database", 0.0))

    def _check(self, result):
        if result.broken or result.refused != (result.requests if self.slugs is UNKNOWN else 0):
            raise RuntimeError(f"{self.name}: {result}")
        if self.slugs is SLUGS and result.requests > MANY:
            raise RuntimeError(f"{self.name}: {result.requests:,} requests of {MANY:,} links; measure fewer seconds")


class OnPgbench:
    """A statement that pgbench sends."""

    def __init__(self, name, postmaster, clients, *arguments):
        self.name = f"pgbench, {name}, {clients} clients"
        self.postmaster, self.clients, self.arguments = postmaster, clients, arguments

    def run(self, _folder, quiet, _number, seconds):
        quiet.wait()
        process, database = processes.ended_cpu(), usage.tree_cpu(self.postmaster)
        url, *options = self.arguments
        count, rate = pgbench.run(url, self.clients, seconds, *options)
        # Then the server's processes have ended as well.
        quiet.rest()
        return Figure(count, rate, processes.ended_cpu() - process, usage.tree_cpu(self.postmaster) - database)


class OnSqlx:
    """The statement of Korotko in a loop of sqlx, from `benches/`."""

    def __init__(self, program, database, statement, connections):
        self.name = f"sqlx, the same statement, {connections} connections"
        self.command = [program, database, statement, str(SLUGS[0]), str(len(SLUGS)), str(connections)]

    def run(self, _folder, quiet, _number, seconds):
        quiet.wait()
        before = processes.ended_cpu()
        process = processes.start([*self.command, str(seconds)], stdout=subprocess.PIPE, text=True)
        output, _ = process.communicate(timeout=seconds + 60)
        processes.end(process)
        result = json.loads(output)
        return Figure(result["requests"], result["requests"] / result["seconds"], processes.ended_cpu() - before, 0.0)
