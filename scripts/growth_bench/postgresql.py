"""A PostgreSQL database: filled by psql while Korotko is stopped."""

import contextlib
import os
import subprocess

from redirect_bench.postgres import Postgres

from .copies import columns

COPY = """
    INSERT INTO {table} ({names})
    SELECT {columns} FROM generate_series(CAST(1 AS bigint), {last}) AS series (number) CROSS JOIN LATERAL
        (SELECT *, number AS copy FROM template_{table} OFFSET 0) AS template"""
# Without the triggers of foreign keys: the copies refer to each other as the original rows do.
FAST = "SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'"
# The lock under which clicks are counted (adapters/seaorm/src/repositories/rollup.rs).
COUNTING = 30240359794895728


class Postgresql:
    name = "PostgreSQL"

    def __init__(self, _folder, postmaster):
        self.postmaster = postmaster
        self.settings = Postgres(os.environ["KOROTKO_TEST_POSTGRES_URL"], postmaster).settings
        self.url = self.settings["KOROTKO_DATABASE_URL"]

    def copy(self, table, last):
        """Copies the rows of the table for the accounts 1 to `last`. Creating its indexes again is faster than maintaining them."""
        names = self._select(f"""SELECT attname FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""")
        indexes = [line.split("|", 1) for line in self._select(
            f"""SELECT indexname, translate(indexdef, chr(10), ' ') FROM pg_indexes WHERE tablename = '{table}'
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)""")]
        copy = COPY.format(
            table=table, names=", ".join(names), last=last, columns=columns(table, names, "lpad(to_hex({}), 8, '0')"))
        self._run(
            FAST, *(f"DROP INDEX {name}" for name, _ in indexes),
            f"CREATE TEMP TABLE template_{table} AS SELECT * FROM {table}", f"ANALYZE template_{table}",
            copy, *(sql for _, sql in indexes),
            # The next ids.
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}" if "id" in names else "SELECT 1")

    def finish(self):
        """As autovacuum does later."""
        self._run("VACUUM ANALYZE", "CHECKPOINT")

    def sizes(self):
        """The bytes of every table and index."""
        sizes = self._select("""SELECT relname, pg_table_size(oid) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')""")
        return {name: int(size) for name, size in (line.split("|") for line in sizes)}

    def rows(self, table):
        return int(self._select(f"SELECT count(*) FROM {table}")[0])

    def clicks(self):
        return int(self._select("SELECT sum(clicks) FROM link_clicks")[0])

    @contextlib.contextmanager
    def uncounted(self):
        """Holds the lock under which clicks are counted."""
        with subprocess.Popen([*self._psql(), "-At"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:
            session.stdin.write(f"SELECT 'held', pg_advisory_lock({COUNTING});\n")
            session.stdin.flush()
            session.stdout.readline()
            yield
            session.stdin.close()

    def drop(self):
        """Before the next one is created. Fails if the server has been stopped, which ends everything anyway."""
        server, _, name = self.url.rpartition("/")
        drop = f"DROP DATABASE {name} WITH (FORCE)"
        subprocess.run(["psql", "--no-psqlrc", "--quiet", f"{server}/postgres", "-c", drop], check=False)

    def _psql(self):
        return ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", self.url]

    def _run(self, *statements):
        commands = [part for statement in statements for part in ("-c", statement)]
        subprocess.run([*self._psql(), *commands], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def _select(self, sql):
        command = [*self._psql(), "-At", "-c", sql]
        return subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout.splitlines()
