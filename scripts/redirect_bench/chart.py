"""The chart of the README: throughput as a ratio to bare hyper, from redirect.json."""

from .summary import RECORDED, UNRECORDED

CASES = [("hot", "one hot link"), ("zipf", "10,000 links by Zipf")]
COLOURS = {"bare hyper": "#8b949e", "bare poem": "#6e9bd1", "Korotko, PostgreSQL": "#bf8700",
           RECORDED: "#2da44e", UNRECORDED: "#8fd19e"}
WIDTH, LEFT, BAR, ROW = 640, 225, 330, 18


def write(file, results):
    groups = [
        (f"{title}, {visitors}{_origin(results['cases'][name][visitors])}", results["cases"][name][visitors])
        for name, title in CASES for visitors in results["cases"].get(name, {})
    ]
    if not groups:
        return
    lines, y = [], 34
    for title, result in groups:
        lines.append(f'<text class="title" x="8" y="{y}">{title}</text>')
        y += 8
        for server, summary in result["summary"].items():
            lines += _bar(server, summary, y)
            y += ROW
        y += 24
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join([*_head(y - 10), *lines, "</svg>", ""]))


def _origin(result):
    """The date, and the commit of the program."""
    return f" ({result['measured'][:10]}, {result['versions']['korotko'].partition(', ')[2]})"


def _bar(server, summary, y):
    ratio, lowest, highest = summary["ratio"]
    middle = y + ROW / 2
    yield f'<text x="{LEFT - 6}" y="{middle + 4}" text-anchor="end">{server}</text>'
    yield f'<rect x="{LEFT}" y="{y + 2}" width="{ratio * BAR:.1f}" height="{ROW - 4}" fill="{COLOURS[server]}"/>'
    yield f'<path class="spread" d="M{LEFT + lowest * BAR:.1f} {middle}H{LEFT + highest * BAR:.1f}"/>'
    yield f'<text x="{LEFT + max(ratio, highest) * BAR + 6:.1f}" y="{middle + 4}">{ratio:.2f}</text>'


def _head(height):
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    yield "<title>Redirects a second, as a ratio to bare hyper</title>"
    yield "<style>text{font:12px sans-serif;fill:#24292f}.title{font-weight:bold}.spread{stroke:#24292f}"
    yield "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.spread{stroke:#e6edf3}}</style>"
    yield '<text x="8" y="14">Redirects a second, bare hyper = 1; clicks are counted. Lines: lowest to highest round.</text>'
