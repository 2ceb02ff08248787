"""The open loop: requests at a constant rate, whether or not the earlier ones are answered, timed from when they were due.

`oha` sends the same headers with every request, so it measures one visitor only.
"""

import json
import os
import random
import subprocess
from dataclasses import dataclass

from . import processes
from .result import Result
from .traffic import REQUESTS
from .visitors import ONE

CONNECTIONS = 64
PERCENTILES = ("p50", "p99", "p99.9")


@dataclass
class Latency:
    """The latencies of one open load on one server, in milliseconds."""

    round: int
    server: str
    asked: float         # requests a second
    rate: float          # what was sent of them; far below `asked`, the generator or the server was not fast enough
    milliseconds: dict   # by percentile
    failed: int          # requests without an answer
    generator: float     # CPU time of the load generator, in cores


def measure(case, bench, peaks, rounds, seconds):
    """Yields latencies at half of Korotko's peak, that of the faster database; the same rate for all servers."""
    servers = bench.servers_of(case)
    rate = max(peaks[server.name] for server in servers if server.counts) / 2
    for number in range(rounds):
        file = _write_urls(case, bench, number)
        for server in servers[::1 if number % 2 == 0 else -1]:
            bench.quiet.wait()
            yield run_at(server, file, rate, number, seconds)
            server.settle()


def _write_urls(case, bench, number):
    """oha draws from the lines of a file; a link that is requested often has many."""
    file = os.path.join(bench.folder, "paths")
    with open(file, "w", encoding="ascii") as out:
        out.write("\n".join(case.paths(random.Random(number), REQUESTS, 0, bench.user)))
    return file


def run_at(server, file, rate, number, seconds):
    """An open load at this rate."""
    result, answered, generator = _send(
        server, file, seconds, "-q", str(round(rate)), "--latency-correction")
    latencies = {name: round(result["latencyPercentiles"][name] * 1000, 3) for name in PERCENTILES}
    return Latency(number, server.name, round(rate, 1), round(sum(answered.values()) / seconds, 1), latencies,
                   _failed(result), round(generator / seconds, 2))


def run(case, server, bench, seconds):
    """A closed loop, for answers that wrk does not understand."""
    result, answered, generator = _send(server, _write_urls(case, bench, 0), seconds, "-m", case.method)
    total = sum(answered.values())
    refused = sum(count for status, count in answered.items() if int(status) >= 400)
    return Result(total, total / seconds, 0, refused, _failed(result), generator)


def _send(server, file, seconds, *options):
    """(the result of oha, its answers by status, its CPU seconds)."""
    urls = f"{file}-{server.port}"
    with open(file, encoding="ascii") as paths, open(urls, "w", encoding="ascii") as out:
        out.writelines(f"http://127.0.0.1:{server.port}{path}" for path in paths)
    headers = [part for line in ONE.splitlines() for part in ("-H", line)]
    command = ["oha", "--no-tui", "--output-format", "json", "-z", f"{seconds}s", "-c", str(CONNECTIONS),
               "--redirect", "0", *options, *headers, "--urls-from-file", urls]
    before = processes.ended_cpu()
    generator = processes.start(command, stdout=subprocess.PIPE, text=True)
    output, _ = generator.communicate(timeout=seconds + 60)
    processes.end(generator)
    result = json.loads(output)
    return result, result["statusCodeDistribution"], processes.ended_cpu() - before


def _failed(result):
    """Requests without an answer, except for those that the end of the load has cut off."""
    return sum(count for error, count in result["errorDistribution"].items() if "deadline" not in error)
