"""The servers of a measurement, started and compared."""

import os

from . import links, raw
from .bare import Bare
from .korotko import Korotko
from .quiet import Quiet
from .summary import RECORDED, UNRECORDED


class Bench:
    def __init__(self, folder, given, postgres):
        self.folder = folder
        self.quiet = Quiet(postgres.pid, given.patience)
        sqlite = Korotko(RECORDED, given.korotko, os.path.join(folder, "sqlite"))
        postgresql = Korotko(
            "Korotko, PostgreSQL", given.korotko, os.path.join(folder, "postgresql"), postgres.settings, postgres.pid)
        self.unrecorded = Korotko(UNRECORDED, given.korotko, os.path.join(folder, "unrecorded"), records=False)
        for korotko in (sqlite, self.unrecorded, postgresql):
            korotko.start()
            korotko.register()
            korotko.create("global", 1)
        self.user = sqlite.user
        bare = [Bare(name, given.bare, folder, sqlite) for name in ("bare hyper", "bare poem")]
        self.servers = [*bare, sqlite, self.unrecorded, postgresql]
        self.answers = {
            "redirect": self._compare(sqlite, links.path(0)),
            "redirect of HEAD": self._compare(sqlite, links.path(0), "HEAD"),
            "unknown slug": self._compare(sqlite, links.missing(0)),
        }

    def servers_of(self, case):
        return [server for server in self.servers if case.unrecorded or server is not self.unrecorded]

    def _compare(self, template, path, method="GET"):
        """The length of the answer, which must be the same bytes from all servers."""
        answers = {server.name: raw.masked(raw.answer(server.port, path, method)) for server in self.servers}
        for name, answer in answers.items():
            if answer != answers[template.name]:
                raise RuntimeError(f"{name} answers {method} {path} by {answer!r}, not by {answers[template.name]!r}")
        return len(raw.answer(template.port, path, method))
