"""The statement by which Korotko looks up a route, as Korotko sends it."""

import json

LOG = {"KOROTKO_LOG": "warn,sqlx::query=debug"}


def of(korotko, path):
    """From Korotko's log while it follows this link, whose route is not in memory. Leaves Korotko with its usual log."""
    usual, korotko.settings = korotko.settings, LOG
    korotko.restart()
    korotko.client.follow(path)
    korotko.settings = usual
    korotko.restart()
    with open(f"{korotko.folder}.log", encoding="utf-8") as log:
        found = {statement for line in log if (statement := _logged(line)) and "$2" in statement and " slug = " in statement}
    if len(found) != 1:
        raise RuntimeError(f"{korotko.name} looks up a route by {found}, not by one statement")
    return found.pop()


def _logged(line):
    """The statement of a line."""
    if not line.startswith("{"):
        return None
    line = json.loads(line)
    return line.get("fields", line).get("db.statement", "").strip()
