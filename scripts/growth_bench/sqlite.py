"""A SQLite file: filled by another process while Korotko is stopped."""

import contextlib
import os
import sqlite3

from .copies import columns

COPY = """
    INSERT INTO {table} ({names})
    WITH RECURSIVE copies (copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < {last})
    SELECT {columns} FROM copies CROSS JOIN template_{table}"""
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
# Without a journal: a file that is half filled is thrown away.
FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = MEMORY;"


class Sqlite:
    name = "SQLite"
    settings = postmaster = None

    def __init__(self, folder, _postmaster):
        self.file = os.path.join(folder, "korotko", "korotko.db")

    def copy(self, table, last):
        """Copies the rows of the table for the accounts 1 to `last`. Creating its indexes again is faster than maintaining them."""
        with self._connect() as database:
            database.executescript(FAST)
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            indexes = database.execute(INDEXES, [table]).fetchall()
            for name, _ in indexes:
                database.execute(f"DROP INDEX {name}")
            database.execute(f"CREATE TEMP TABLE template_{table} AS SELECT * FROM {table}")
            database.execute(COPY.format(
                table=table, names=", ".join(names), last=last, columns=columns(table, names, "printf('%08x', {})")))
            for _, sql in indexes:
                database.execute(sql)

    def finish(self):
        with self._connect() as database:
            database.execute("PRAGMA journal_mode = WAL")

    def sizes(self):
        """The bytes of every table and index."""
        with self._connect() as database:
            return dict(database.execute("SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name"))

    def rows(self, table):
        return self._number(f"SELECT count(*) FROM {table}")

    def clicks(self):
        return self._number("SELECT sum(clicks) FROM link_clicks")

    @contextlib.contextmanager
    def uncounted(self):
        """Nobody else can write, so no click is counted."""
        with self._connect() as database:
            database.execute("BEGIN IMMEDIATE")
            yield
            database.execute("ROLLBACK")

    def drop(self):
        pass

    def _number(self, sql):
        with self._connect() as database:
            return database.execute(sql).fetchone()[0]

    @contextlib.contextmanager
    def _connect(self):
        database = sqlite3.connect(self.file, timeout=60, isolation_level=None)
        try:
            yield database
        finally:
            database.close()
