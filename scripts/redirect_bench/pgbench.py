"""pgbench, which comes with PostgreSQL: what the server does without Korotko."""

import os
import re
import subprocess

from . import processes

THREADS = 2
OWN = "pgbench"    # the database of its own tables, with 100,000 accounts


def prepare(postgres):
    """Fills its own tables, and vacuums those of Korotko likewise."""
    for arguments in ([postgres.url, "-c", f"CREATE DATABASE {OWN}"], [postgres.database(), "-c", "VACUUM ANALYZE"]):
        subprocess.run(["psql", "--no-psqlrc", "--quiet", *arguments], check=True)
    subprocess.run(["pgbench", "--initialize", "--quiet", postgres.database(OWN)], check=True, stderr=subprocess.DEVNULL)


def script(folder, statement, slugs):
    """A file that looks up a random one of these slugs, which must be numbers, by the statement of Korotko."""
    file = os.path.join(folder, "lookup.sql")
    with open(file, "w", encoding="utf-8") as out:
        out.write(f"\\set namespace 0\n\\set slug random({slugs[0]}, {slugs[-1]})\n")
        out.write(statement.replace("$1", ":namespace").replace("$2", ":slug") + ";\n")
    return file


def run(url, clients, seconds, *what):
    """(transactions, transactions a second)."""
    command = ["pgbench", "--protocol=prepared", "--no-vacuum", f"--client={clients}", f"--jobs={THREADS}",
               f"--time={seconds}", *what, url]
    process = processes.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output, _ = process.communicate(timeout=seconds + 60)
    processes.end(process)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {output}")
    count = int(re.search(r"transactions actually processed: (\d+)", output)[1])
    rate = float(re.search(r"tps = ([\d.]+) \((?:without|excluding)", output)[1])
    return count, rate
