"""Clients that follow and create links through the proxy while nodes are restarted."""

import http.client
import threading
import time

CLIENTS = 8
PAUSE = 0.02    # seconds between the requests of a client: some hundred requests a second in all


class Load:
    """Eight clients; every other one keeps its connection, and every fourth one creates links."""

    def __init__(self, client, path):
        self.client, self.path = client, path
        self.answers, self.lost = [0] * CLIENTS, []
        self.ends = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=[number]) for number in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        for thread in self.threads:
            thread.join()

    def run(self, number):
        kept = self.client.open() if number % 2 else None
        creates = number % 4 == 2
        while not self.ends.is_set():
            try:
                wanted, got = self.send(kept, creates)
            except (OSError, http.client.HTTPException) as error:
                wanted, got = None, repr(error)
                kept = kept and self.client.open()
            if wanted == got:
                self.answers[number] += 1
            else:
                self.lost.append(f"{'POST' if creates else 'GET'}: {got}")
            time.sleep(PAUSE)

    def send(self, connection, creates):
        if creates:
            body = {"url": "https://example.com/load"}
            return 201, self.client.request("POST", "/api/url/", body, connection=connection)[0]
        return 307, self.client.request("GET", self.path, connection=connection)[0]

    def answered(self):
        return sum(self.answers)
