"""From the figures of all loads to medians, and to ratios to bare hyper in the same round."""

from statistics import median

BASE = "bare hyper"


def spread(values):
    """[median, lowest, highest]."""
    values = list(values)
    return [round(value, 3) for value in (median(values), min(values), max(values))]


def peaks(loads):
    """The median throughput of each server."""
    return {server: median(load.rate for load in of) for server, of in _by_server(loads).items()}


def summarise(loads, latencies):
    base = {load.round: load.rate for load in loads if load.server == BASE}
    summaries = {}
    for server, of in _by_server(loads).items():
        summaries[server] = {
            "ratio": spread(load.rate / base[load.round] for load in of),
            "rate": spread(load.rate for load in of),
            "cpu_us": {part: spread(load.cpu_us[part] for load in of) for part in of[0].cpu_us},
            "generator_us": spread(load.generator_us for load in of),
            "peak_mb": spread(load.peak_mb for load in of),
        }
    for server, of in _by_server(latencies).items():
        summaries[server]["latency_ms"] = {
            name: spread(latency.milliseconds[name] for latency in of) for name in of[0].milliseconds
        }
        summaries[server]["latency_rate"] = spread(latency.rate for latency in of)
    return summaries


def _by_server(figures):
    grouped = {}
    for figure in figures:
        grouped.setdefault(figure.server, []).append(figure)
    return grouped
