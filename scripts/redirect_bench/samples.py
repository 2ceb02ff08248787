"""What a server shows while it is under load: its backlog, its memory, and the age of its statistics."""

import os
import threading
import time
from contextlib import contextmanager

from . import usage

PERIOD = 0.5    # seconds between two samples
LOOK = 0.1      # seconds between two looks at the statistics
DEADLINE = 60


class Samples:
    """Samples of a server, from entering to leaving; a line for each stretch of so many seconds."""

    def __init__(self, korotko, stretch):
        self.korotko, self.stretch = korotko, stretch
        self.taken = []    # (seconds since the beginning, waiting bytes, files, resident MB)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._take)

    def __enter__(self):
        self.begin = time.monotonic()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def _take(self):
        folder = os.path.join(self.korotko.folder, "clicks")
        while not self.over.wait(PERIOD):
            waiting = self.korotko.client.get("/readyz")["waiting_click_bytes"]
            files = sum(len(names) for _, _, names in os.walk(folder))
            self.taken.append((time.monotonic() - self.begin, waiting, files, usage.resident_mb(self.korotko.process.pid)))

    def lines(self):
        stretches = {}
        for sample in self.taken:
            stretches.setdefault(int(sample[0] // self.stretch), []).append(sample)
        for number, of in stretches.items():
            waiting = max(sample[1] for sample in of)
            files = max(sample[2] for sample in of)
            yield f"{number * self.stretch:4} s: {waiting:12,} bytes, {files} files, {of[-1][3]:.0f} MB"


class Marker:
    """A link that nobody else follows: it tells after how long a click appears in statistics."""

    def __init__(self, korotko):
        self.client = korotko.client
        link = {"url": "https://example.com/marker", "slug": "marker", "namespace": "global"}
        self.stats = f"/api/links/{self.client.post('/api/links/', link)['id']}/stats"
        self.clicks = 0

    @contextmanager
    def timing(self):
        """Times clicks, one after the other, from entering to leaving; gives the list of their seconds."""
        seconds, over = [], threading.Event()

        def time_clicks():
            while not over.is_set():
                seconds.append(self._time_one())
                over.wait(1)
        thread = threading.Thread(target=time_clicks)
        thread.start()
        try:
            yield seconds
        finally:
            over.set()
            thread.join()

    def _time_one(self):
        begin = time.monotonic()
        self.client.follow("/marker")
        self.clicks += 1
        while self.client.get(self.stats)["total"]["clicks"] < self.clicks:
            if time.monotonic() > begin + DEADLINE:
                raise RuntimeError(f"a click is not counted after {DEADLINE} s")
            time.sleep(LOOK)
        return time.monotonic() - begin
