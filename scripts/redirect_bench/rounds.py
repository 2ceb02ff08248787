"""The rounds of a case: every server gets the same requests, A B B A."""

from dataclasses import asdict, dataclass

from . import oha, usage, wrk
from .traffic import Traffic

DISTURBED = 0.15    # of one core, used by others during a load
ATTEMPTS = 3


@dataclass
class Load:
    """One load on one server."""

    round: int
    server: str
    requests: int
    rate: float                # answers a second
    bytes: int                 # of all answers
    cpu_us: dict               # CPU time per request, draining included, of the process and of the database
    generator_us: float        # CPU time of the load generator per request
    peak_mb: float             # resident memory
    refused: int               # answers with a status of 400 or more
    broken: int                # requests without an answer
    clicks: int | None         # counted afterwards
    missing: int               # redirects that were not counted
    surplus: int               # clicks without a request
    beside: list | None        # what was done at the same time: how often, and how often not
    others: float              # CPU time of other processes, as a share of one core
    steal: float               # CPU time that the hypervisor gave to other machines, likewise


def measure(case, visitors, bench, rounds, seconds):
    """Yields every load."""
    servers = bench.servers_of(case)
    for server in servers:
        server.prepare(case)
    for number in range(rounds):
        traffic = Traffic(bench.folder, case, visitors, number, bench.user)
        for server in servers[::1 if number % 2 == 0 else -1]:
            yield undisturbed(case, server, traffic, bench, number, seconds)


def undisturbed(case, server, traffic, bench, number, seconds):
    """A load, repeated if others have disturbed it; the last attempt counts in any case."""
    for _ in range(ATTEMPTS):
        if case.restart:
            server.restart()
        result = load(case, server, traffic, bench, number, seconds)
        if result.others <= DISTURBED:
            break
    return result


def load(case, server, traffic, bench, number, seconds):
    bench.quiet.wait()
    clicks, pid = server.clicks(), server.process.pid
    usage.reset_peak(pid)
    before, stolen, sample = server.cpu(), usage.steal(), usage.Sample()
    busy = case.beside(server) if case.beside and server.counts else None
    # To wrk, an answer without a length ends with the connection; that of HEAD has none.
    result = oha.run(case, server, bench, seconds) if case.method == "HEAD" else wrk.run(server.port, traffic, seconds)
    if not result.requests:
        raise RuntimeError(f"{server.name} answers nothing")
    done = busy.stop() if busy else None
    _, others = usage.Sample().since(sample, bench.quiet.roots)
    stolen = usage.steal() - stolen
    server.settle()
    bench.quiet.rest()
    after = server.cpu()
    clicks = server.clicks() - clicks if server.counts else None
    missing, surplus = compare(case, result, clicks)
    return Load(
        number, server.name, result.requests, round(result.rate, 1), result.bytes,
        {name: round((after[name] - before[name]) / result.requests * 1e6, 2) for name in after},
        round(result.cpu / result.requests * 1e6, 2), round(usage.peak_mb(pid), 1), result.refused, result.broken,
        clicks, missing, surplus, list(done) if done else None,
        round(others / seconds, 3), round(stolen / seconds, 3),
    )


def compare(case, result, clicks):
    """Redirects that were not counted, and clicks too many. Each connection may end while its last click is answered."""
    if clicks is None:
        return 0, 0
    answered = 0 if case.method == "HEAD" else result.requests - result.refused
    allowed = 0 if case.method == "HEAD" else wrk.CONNECTIONS
    return max(answered - clicks, 0), max(clicks - answered - allowed, 0)


def as_json(figures):
    return [asdict(figure) for figure in figures]
