"""The requests of a load, written beforehand so that generating them costs the load generator nothing."""

import os
import random

from .visitors import VISITORS

GENERATORS = 2      # processes of wrk, which have one thread and requests of their own
REQUESTS = 100_000  # of each generator; then it begins again
SEPARATOR = "\x01"


class Traffic:
    """Requests in files, one for each generator."""

    def __init__(self, folder, case, visitors, number, user):
        self.files = [os.path.join(folder, f"requests-{generator}") for generator in range(GENERATORS)]
        for generator, file in enumerate(self.files):
            seed = f"{case.name} {visitors} {number} {generator}"
            paths = case.paths(random.Random(seed), REQUESTS, generator, user)
            headers = VISITORS[visitors](len(paths), seed)
            with open(file, "w", encoding="ascii") as out:
                out.write(SEPARATOR.join(
                    f"{case.method} {path} HTTP/1.1\r\n{header}\r\n" for path, header in zip(paths, headers)
                ))
