"""One client that sends one request at a time on one connection, and how long each answer takes."""

import re
import socket
import time
from statistics import median


class OneClient:
    def __init__(self, port, token=None):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.authorization = f"Authorization: Bearer {token}\r\n" if token else ""

    def ms(self, method, path, body=""):
        """Milliseconds until the answer is complete."""
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        return self.send(method, path, f"Host: short.example\r\n{self.authorization}{content}", body)

    def send(self, method, path, headers, body=""):
        request = f"{method} {path} HTTP/1.1\r\n{headers}\r\n{body}".encode()
        began = time.perf_counter()
        self.connection.sendall(request)
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._receive()
        head, _, read = read.partition(b"\r\n\r\n")
        length = int(re.search(rb"\r\ncontent-length: (\d+)", head)[1])
        while len(read) < length:
            read += self._receive()
        taken = time.perf_counter() - began
        if int(head[9:12]) >= 400:
            raise RuntimeError(f"{method} {path}: {head[:12].decode()} {read[:300]!r}")
        return taken * 1_000

    def p50(self, method, paths, body=""):
        return round(median(self.ms(method, path, body) for path in paths), 3)

    def mean(self, paths):
        times = [self.ms("GET", path) for path in paths]
        return round(sum(times) / len(times), 3)

    def _receive(self):
        part = self.connection.recv(1 << 20)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part
