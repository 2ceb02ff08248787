"""From the figures of all loads to medians, and to ratios to bare hyper in the same round."""

from statistics import median

BASE = "bare hyper"
RECORDED, UNRECORDED = "Korotko, SQLite", "Korotko, SQLite, without recording"


def spread(values):
    """[median, lowest, highest]."""
    values = list(values)
    return [round(value, 3) for value in (median(values), min(values), max(values))]


def peaks(loads):
    """The median throughput of each server."""
    return {server: median(load.rate for load in of) for server, of in _by_server(loads).items()}


def ratio(loads, base):
    """The throughput of these loads, as a ratio to those of the same rounds."""
    rates = {load.round: load.rate for load in base}
    return spread(load.rate / rates[load.round] for load in loads)


def summarise(loads, latencies):
    by_server = _by_server(loads)
    summaries = {}
    for server, of in by_server.items():
        summaries[server] = {
            "ratio": ratio(of, by_server[BASE]),
            "rate": spread(load.rate for load in of),
            "cpu_us": {part: spread(load.cpu_us[part] for load in of) for part in of[0].cpu_us},
            "generator_us": spread(load.generator_us for load in of),
            "peak_mb": spread(load.peak_mb for load in of),
        }
    if UNRECORDED in by_server:
        summaries[RECORDED]["to_unrecorded"] = ratio(by_server[RECORDED], by_server[UNRECORDED])
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
