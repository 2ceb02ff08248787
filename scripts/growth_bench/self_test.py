"""Checks that copied rows are what the measurement asks for: `PYTHONPATH=scripts python3 -m growth_bench.self_test`."""

import sqlite3

from .copies import columns
from .fills import STEP, email, slug
from .sqlite import COPY

LINK, USER = 5, 1


def copied(table, row):
    """The copies of a row for the accounts 1 to 1,000, in order, as dictionaries."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    names = list(row)
    for name in (table, f"template_{table}"):
        database.execute(f"CREATE TABLE {name} ({', '.join(names)})")
    database.execute(f"INSERT INTO template_{table} VALUES ({', '.join('?' * len(row))})", list(row.values()))
    database.execute(COPY.format(
        table=table, names=", ".join(names), last=1_000, columns=columns(table, names, "printf('%08x', {})")))
    return [dict(copy) for copy in database.execute(f"SELECT * FROM {table}")]


def check_links():
    original = slug(0, 7)
    links = copied("links", {
        "id": LINK, "owner_id": USER, "slug": original, "url": f"https://a.example/{original}", "search_text": f"a {original}"})
    for account, link in enumerate(links, 1):
        new = slug(account, 7)
        assert link == {
            "id": LINK + account * STEP, "owner_id": USER + account, "slug": new, "url": f"https://a.example/{new}",
            "search_text": f"a {new}"}
    slugs = {slug(account, number) for account in range(0, 1_000, 7) for number in range(10_000)}
    assert len(slugs) == 143 * 10_000


def check_accounts():
    users = copied("users", {"id": USER, "email": email(0), "email_canonical": email(0)})
    assert users[41] == {"id": USER + 42, "email": email(42), "email_canonical": email(42)}


def check_rollups():
    for subject, moved in ((2 * LINK, 2 * (LINK + 3 * STEP)), (2 * USER + 1, 2 * (USER + 3) + 1)):
        rollups = copied("rollups", {"partition_key": 80_000, "sort_key": subject << 10 | 9, "data": b"\1"})
        assert rollups[2] == {"partition_key": 80_000, "sort_key": moved << 10 | 9, "data": b"\1"}


for check in (check_links, check_accounts, check_rollups):
    check()
print("the copied rows are those that are measured")
