"""A small client of the API."""

import http.client
import json


class Refused(Exception):
    pass


class Client:
    def __init__(self, port):
        self.port = port
        self.token = None

    def send(self, method, path, body=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            raise Refused(f"{method} {path}: {response.status} {text[:300]!r}")
        return json.loads(text)

    def get(self, path):
        return self.send("GET", path)

    def follow(self, path):
        """Requests a short link."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        finally:
            connection.close()
        if status != 307:
            raise Refused(f"GET {path}: {status}")

    def post(self, path, body):
        return self.send("POST", path, body)
