"""The open loop: requests at a constant rate, whether or not the earlier ones are answered, timed from when they were due.

`oha` sends the same headers with every request, so it measures one visitor only.
"""

import json
import os
import random
import subprocess
from dataclasses import dataclass

from . import processes
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
    rate = max(peaks[server.name] for server in bench.servers if server.counts) / 2
    for number in range(rounds):
        file = _write_urls(case, bench, number)
        for server in bench.servers[::1 if number % 2 == 0 else -1]:
            bench.quiet.wait()
            yield _run(server, file, rate, number, seconds)
            server.settle()


def _write_urls(case, bench, number):
    """oha draws from the lines of a file; a link that is requested often has many."""
    file = os.path.join(bench.folder, "paths")
    with open(file, "w", encoding="ascii") as out:
        out.write("\n".join(case.paths(random.Random(number), REQUESTS, 0, bench.user)))
    return file


def _run(server, file, rate, number, seconds):
    urls = f"{file}-{server.port}"
    with open(file, encoding="ascii") as paths, open(urls, "w", encoding="ascii") as out:
        out.writelines(f"http://127.0.0.1:{server.port}{path}" for path in paths)
    headers = [part for line in ONE.splitlines() for part in ("-H", line)]
    command = ["oha", "--no-tui", "--output-format", "json", "-z", f"{seconds}s", "-q", str(round(rate)),
               "-c", str(CONNECTIONS), "--latency-correction", "--redirect", "0", "-m", "GET", *headers,
               "--urls-from-file", urls]
    before = processes.ended_cpu()
    generator = processes.start(command, stdout=subprocess.PIPE, text=True)
    output, _ = generator.communicate(timeout=seconds + 60)
    processes.end(generator)
    result = json.loads(output)
    answered = sum(result["statusCodeDistribution"].values())
    failed = sum(count for error, count in result["errorDistribution"].items() if "deadline" not in error)
    latencies = {name: round(result["latencyPercentiles"][name] * 1000, 3) for name in PERCENTILES}
    return Latency(number, server.name, round(rate, 1), round(answered / seconds, 1), latencies, failed,
                   round((processes.ended_cpu() - before) / seconds, 2))
