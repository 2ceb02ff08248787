"""The table, as Markdown."""

from .summary import RECORDED

HEAD = ["", "to hyper", "requests/s", "CPU µs", "database µs", "peak MB", "p50 ms", "p99 ms", "p99.9 ms"]


def rows(result):
    """The lines of one case with one kind of visitors."""
    yield f"{result['title']}, {result['visitors']}, {result['rounds']} rounds of {result['seconds']} s:\n"
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---" * len(HEAD) + "|"
    for server, summary in result["summary"].items():
        cpu = summary["cpu_us"]
        latency = summary.get("latency_ms", {})
        cells = [
            server, _spread(summary["ratio"], ".2f"), _spread(summary["rate"], ",.0f"),
            "" if result["beside"] else _spread(cpu["process"], ".1f"),
            _spread(cpu["database"], ".1f") if "database" in cpu and not result["beside"] else "",
            f"{summary['peak_mb'][2]:.0f}",
            *(f"{latency[name][0]:.2f}" if latency else "" for name in ("p50", "p99", "p99.9")),
        ]
        yield "| " + " | ".join(cells) + " |"


def _spread(values, form):
    middle, lowest, highest = (format(value, form) for value in values)
    return f"{middle} ({lowest}–{highest})"


def remarks(result):
    """What a reader must know about the figures."""
    loads = result["loads"]
    generator = [summary["generator_us"][0] for summary in result["summary"].values()]
    yield f"load generator: {min(generator):.1f} to {max(generator):.1f} µs of CPU a request; others used up to " \
          f"{max(load['others'] for load in loads):.0%} of a core, other machines {max(load['steal'] for load in loads):.0%}"
    sizes = [load["bytes"] / load["requests"] for load in loads]
    if any(sizes):
        yield f"an answer has {min(sizes):.1f} to {max(sizes):.1f} bytes"
    for load in loads:
        if load["broken"]:
            yield f"ATTENTION: {load['server']}, round {load['round']}: {load['broken']} requests without an answer"
    recorded = result["summary"].get(RECORDED, {})
    if "to_unrecorded" in recorded:
        yield f"{RECORDED} reaches {_spread(recorded['to_unrecorded'], '.2f')} of its throughput without recording"
    yield from clicks(result)
    for load in loads:
        if load["beside"]:
            yield f"{load['server']}, round {load['round']}: finished beside it {load['beside'][0]}, " \
                  f"unfinished or refused {load['beside'][1]}"
    if result["latencies"]:
        yield f"latencies at {result['latencies'][0]['asked']:,.0f} requests a second; their generator used up to " \
              f"{max(latency['generator'] for latency in result['latencies'])} cores"
    for latency in result["latencies"]:
        if latency["rate"] < 0.95 * latency["asked"]:
            yield f"ATTENTION: {latency['server']}: {latency['rate']:,.0f} of {latency['asked']:,.0f} requests a second were sent"


def clicks(result):
    """Whether every redirect is in the statistics. The last request of each connection may be a click without an answer."""
    counted = [load for load in result["loads"] if load["clicks"] is not None]
    wrong = [load for load in counted if load["missing"] or load["surplus"]]
    for load in wrong:
        yield f"ATTENTION: {load['server']}, round {load['round']}: {load['missing']} redirects are not counted, " \
              f"{load['surplus']} clicks too many"
    if not wrong:
        yield f"all clicks counted: {sum(load['clicks'] for load in counted):,}"
