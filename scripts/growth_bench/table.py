"""The table, as Markdown."""

from .fills import FILLS

HEAD = ["links", "redirect, cold", "warm", "redirects/s, all links", "CPU each, µs", "creation", "first page",
        "statistics of a link", "of the account", "folding, µs a click", "disk, MB"]


def rows(results):
    for database, cases in results["cases"].items():
        yield f"{database}, milliseconds:\n"
        yield "| " + " | ".join(HEAD) + " |"
        yield "|---" * len(HEAD) + "|"
        for fill in FILLS:
            if fill.name in cases:
                yield "| " + " | ".join(_cells(fill, cases[fill.name])) + " |"
        yield ""


def _cells(fill, case):
    redirect, request, load = case["redirect_ms"], case["request_ms"], case["load"]
    name = f"{case['links']:,}" + ("" if fill.name.isdigit() else f" ({fill.name})")
    names = ("creation", "first page", "statistics of a link", "statistics of the account")
    return [
        name, *(f"{redirect[name]:.2f}" for name in ("cold", "warm")),
        f"{load['redirects_a_second']:,}", f"{sum(load['redirect_cpu_us'].values()):.0f}",
        *(f"{request[name]:.1f}" for name in names),
        f"{sum(load['fold_cpu_us'].values()):.1f}", f"{case['disk'] / 1e6:,.0f}",
    ]
