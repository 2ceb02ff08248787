"""The PostgreSQL server that scripts/bench.sh has started for this measurement."""

import base64
import os
import subprocess

DATABASE = "redirect_bench"


class Postgres:
    def __init__(self, url, pid):
        self.url, self.pid = url, pid
        subprocess.run(["psql", "--no-psqlrc", "--quiet", url, "-c", f"CREATE DATABASE {DATABASE}"], check=True)
        secrets = [base64.b64encode(os.urandom(32)).decode() for _ in range(2)]
        self.settings = {
            "KOROTKO_DATABASE_URL": self.database(),
            "KOROTKO_JWT_SECRET": secrets[0],
            "KOROTKO_EMAIL_SECRET": secrets[1],
        }

    def database(self, name=DATABASE):
        """The URL of a database."""
        return f"{self.url.rpartition('/')[0]}/{name}"
