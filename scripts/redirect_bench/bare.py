"""The servers that Korotko is compared with. They answer with the bytes of Korotko's own answers."""

import os

from . import links, ports, processes, raw, usage


class Bare:
    """hyper or poem, from `benches/`."""

    counts = False    # no clicks

    def __init__(self, name, program, folder, template):
        self.name = name
        files = []
        for kind, path in (("redirect", links.path(0)), ("missing", links.missing(0))):
            files.append(os.path.join(folder, f"{kind}.http"))
            with open(files[-1], "wb") as file:
                file.write(raw.answer(template.port, path))
        self.port = ports.free()
        self.process = processes.start([program, name.split()[-1], str(self.port), files[0], links.MISSING, files[1]])
        ports.wait(self.port, self.process)

    def cpu(self):
        return {"process": usage.cpu(self.process.pid)}

    def restart(self):
        pass

    def prepare(self, _case):
        pass

    def settle(self):
        pass

    def clicks(self):
        return 0
