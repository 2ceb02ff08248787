"""Korotko, as it is released, on one database."""

import os
import re
import subprocess
import time

from . import links, ports, processes, usage
from .client import Client

DRAIN_DEADLINE = 180    # seconds until all clicks must be counted
MAIL_DEADLINE = 20
EMAIL, PASSWORD = "owner@example.com", "Passw0rd-ok"
MANY = 1_000_000        # links that the account may have


class Korotko:
    def __init__(self, name, program, folder, database=None, postmaster=None, records=True):
        self.name, self.program, self.folder = name, program, folder
        self.database, self.postmaster = database, postmaster
        self.counts = records    # whether redirects are counted as clicks
        self.process = self.port = self.user = None
        self.settings = {}    # variables that differ from those of other measurements
        self.created = {"global": 0, "personal": 0}
        os.mkdir(folder)

    def start(self):
        self.port = ports.free()
        environment = {
            "PATH": os.environ["PATH"],
            "KOROTKO_LISTEN": f"127.0.0.1:{self.port}",
            "KOROTKO_PUBLIC_URL": "http://short.example",
            "KOROTKO_DATA_DIR": self.folder,
            "KOROTKO_TRUSTED_PROXIES": "127.0.0.1",
            "KOROTKO_LINKS_PER_USER": str(MANY),
            "KOROTKO_SHUTDOWN_GRACE": "0s",
            "KOROTKO_RATE_LIMITS": "off",
            "KOROTKO_LOG": "warn",
            "KOROTKO_RECORD_CLICKS": str(self.counts).lower(),
            **(self.database or {}),
            **self.settings,
        }
        with open(f"{self.folder}.log", "ab") as output:
            self.process = processes.start([self.program], env=environment, stdout=output, stderr=subprocess.STDOUT)
        ports.wait(self.port, self.process)
        self.client = Client(self.port)
        if self.user:
            self.sign_in()

    def restart(self):
        processes.end(self.process)
        self.start()

    def register(self):
        """Creates the account that owns the links."""
        self.client.post("/api/users/register/", {"email": EMAIL, "password": PASSWORD})
        self.client.get(self._verification_path())
        self.sign_in()
        self.user = self.client.get("/api/users/me")["id"]
        links.create(self.client, [links.LIMITED], namespace="global", max_clicks=links.MAX_CLICKS)

    def sign_in(self):
        self.client.token = None
        self.client.token = self.client.post("/api/users/signin/", {"email": EMAIL, "password": PASSWORD})["access_token"]

    def _verification_path(self):
        end = time.monotonic() + MAIL_DEADLINE
        while time.monotonic() < end:
            with open(f"{self.folder}.log", encoding="utf-8") as output:
                found = re.search(r"verify the address: http://short\.example(/\S+)", output.read())
            if found:
                return found[1]
            time.sleep(0.05)
        raise RuntimeError("the verification mail was not written")

    def prepare(self, case):
        if self.settings != case.settings:
            self.settings = dict(case.settings)
            self.restart()
        self.sign_in()    # the token may have expired
        self.create("global", case.links)
        self.create("personal", case.personal)

    def create(self, namespace, count):
        """Creates links until there are `count` in the namespace."""
        links.create(self.client, range(self.created[namespace], count), namespace=namespace)
        self.created[namespace] = max(count, self.created[namespace])

    def cpu(self):
        used = {"process": usage.cpu(self.process.pid)}
        if self.postmaster:
            used["database"] = usage.tree_cpu(self.postmaster)
        return used

    def settle(self):
        """Waits until every click is counted."""
        end = time.monotonic() + DRAIN_DEADLINE
        while (status := self.client.get("/readyz"))["waiting_click_bytes"] > 0:
            if time.monotonic() > end:
                raise RuntimeError(f"{self.name}: {status['waiting_click_bytes']} bytes of clicks are not counted")
            time.sleep(0.1)
        if status["dropped_clicks"]:
            raise RuntimeError(f"{self.name}: {status['dropped_clicks']} clicks were dropped")

    def clicks(self):
        """All clicks of the account's links so far."""
        return self.client.get("/api/stats")["total"]["clicks"]
