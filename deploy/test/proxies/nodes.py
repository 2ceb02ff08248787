"""A node of Korotko, which trusts the proxy."""

import os
import signal
import subprocess
import urllib.request

from .waiting import free_port, until


class Node:
    def __init__(self, program, folder, name, settings):
        self.program, self.port = program, free_port()
        self.log = folder / f"{name}.log"
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KOROTKO_")},
            **settings,
            "KOROTKO_LISTEN": f"127.0.0.1:{self.port}",
            "KOROTKO_DATA_DIR": str(folder / name),
        }
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve"], env=self.variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until(self.is_ready, f"the node at {self.port} is ready")

    def is_ready(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the node ended: {self.log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        """Ends the process as systemd and Docker do."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)
