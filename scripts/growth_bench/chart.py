"""The chart: microseconds over the number of links, both on logarithmic scales, from growth.json."""

from math import log10

LINES = {
    "creation": ("#bf8700", lambda case: case["request_ms"]["creation"] * 1_000),
    "first page": ("#6e9bd1", lambda case: case["request_ms"]["first page"] * 1_000),
    "statistics of a link": ("#8250df", lambda case: case["request_ms"]["statistics of a link"] * 1_000),
    "CPU of a redirect, all links": ("#2da44e", lambda case: sum(case["load"]["redirect_cpu_us"].values())),
    "CPU of folding a click": ("#cf222e", lambda case: sum(case["load"]["fold_cpu_us"].values())),
}
DASHES = {"SQLite": "", "PostgreSQL": ' stroke-dasharray="6 4"'}
LEFT, RIGHT, TOP, BOTTOM = 76, 470, 40, 290
SIZES, TIMES = (3, 7), (0, 4)    # powers of ten


def write(file, results):
    lines = [*_axes()]
    for database, cases in results["cases"].items():
        sizes = sorted((case["links"], case) for name, case in cases.items() if name.isdigit())
        for name, (colour, figure) in LINES.items():
            points = " ".join(f"{_x(links):.1f},{_y(figure(case)):.1f}" for links, case in sizes)
            lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{DASHES[database]}/>')
    for number, (name, (colour, _)) in enumerate(LINES.items()):
        lines.append(f'<text x="{RIGHT + 12}" y="{TOP + 20 + 18 * number}" style="fill:{colour}">{name}</text>')
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join([*_head(), *lines, "</svg>", ""]))


def _x(links):
    return LEFT + (log10(links) - SIZES[0]) / (SIZES[1] - SIZES[0]) * (RIGHT - LEFT)


def _y(time):
    return BOTTOM - (log10(time) - TIMES[0]) / (TIMES[1] - TIMES[0]) * (BOTTOM - TOP)


def _axes():
    for power in range(SIZES[0], SIZES[1] + 1):
        yield f'<path class="grid" d="M{_x(10 ** power):.1f} {TOP}V{BOTTOM}"/>'
        yield f'<text x="{_x(10 ** power):.1f}" y="{BOTTOM + 16}" text-anchor="middle">{10 ** power:,}</text>'
    for power in range(TIMES[0], TIMES[1] + 1):
        yield f'<path class="grid" d="M{LEFT} {_y(10 ** power):.1f}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{_y(10 ** power) + 4:.1f}" text-anchor="end">{10 ** power:,} µs</text>'


def _head():
    yield '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320" role="img">'
    yield "<title>How long requests take as the database grows</title>"
    yield "<style>text{font:12px sans-serif;fill:#24292f}.grid{stroke:#8b949e;stroke-opacity:.35}"
    yield "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>"
    yield '<text x="8" y="16">Microseconds by the number of links. SQLite: solid, PostgreSQL: dashed.</text>'
