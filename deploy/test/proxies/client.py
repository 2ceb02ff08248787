"""A client of the proxy: HTTPS from an address of its own."""

import http.client
import json
import socket
import ssl

HOST = "short.example"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


class Connection(http.client.HTTPSConnection):
    """A connection to the proxy under its public name."""

    def __init__(self, port, authority, address):
        context = ssl.create_default_context(cafile=authority)
        super().__init__(HOST, context=context, timeout=60)
        self.proxy, self.address = ("127.0.0.1", port), address

    def connect(self):
        plain = socket.create_connection(self.proxy, self.timeout, (self.address, 0))
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


class Client:
    def __init__(self, port, authority, address="127.0.0.2", token=None):
        self.open = lambda: Connection(port, authority, address)
        self.token = token

    def request(self, method, path, body=None, headers=None, connection=None):
        """The status, the headers and the content of the answer. A connection that is given is kept."""
        headers = {"User-Agent": BROWSER, **(headers or {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if isinstance(body, (dict, list)):
            headers["Content-Type"], body = "application/json", json.dumps(body)
        used = connection or self.open()
        try:
            used.request(method, path, body, headers)
            answer = used.getresponse()
            content = answer.read()
        finally:
            if not connection:
                used.close()
        return answer.status, answer.headers, content

    def must(self, status, method, path, body=None, headers=None):
        """The JSON of an answer with this status."""
        got, _, content = self.request(method, path, body, headers)
        if got != status:
            raise SystemExit(f"{method} {path}: {got} instead of {status}: {content[:500]}")
        return json.loads(content) if content[:1] in (b"{", b"[") else content
