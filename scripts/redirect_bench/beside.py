"""What Korotko does beside redirects in some cases: threads that keep it busy until they are stopped."""

import itertools
import threading
import time

from .client import Client, Refused

CLIENTS = 4    # that register at the same time; half of the cores hash
_numbers = itertools.count()


class Beside:
    """Repeats a piece of work in threads."""

    def __init__(self, work, threads):
        self.done = self.refused = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._repeat, args=[work], daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def _repeat(self, work):
        while not self._stop.is_set():
            try:
                complete = work(self._stop)
            except (Refused, OSError):
                complete = False
                self._stop.wait(0.05)
            with self._lock:
                self.done += complete
                self.refused += not complete

    def stop(self):
        """(how often the work was done, how often it was refused or cut off)."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.done, self.refused


def registrations(korotko):
    client = Client(korotko.port)

    def register(_stop):
        email = f"user-{next(_numbers)}@example.com"
        client.post("/api/users/register/", {"email": email, "password": "Passw0rd-ok"})
        return True
    return Beside(register, CLIENTS)


def reports(korotko):
    """Orders a report of all links, and the next one when it is finished."""
    def order(stop):
        report = korotko.client.post("/api/reports/", {"tz": "UTC"})
        while not stop.is_set():
            if korotko.client.get(f"/api/reports/{report['id']}")["finished_at"]:
                return True
            stop.wait(0.1)
        return False
    return Beside(order, 1)
