"""python3 -m proxies PROGRAM DATABASE_URL FOLDER, in the top folder; FOLDER has the certificate, short.example.pem and .key."""

import base64
import pathlib
import secrets
import sys

from . import checks
from .nodes import Node
from .servers import Proxy


def settings(url, folder):
    secret = lambda: base64.b64encode(secrets.token_bytes(32)).decode()    # noqa: E731
    return {
        "KOROTKO_PUBLIC_URL": "https://short.example",
        "KOROTKO_DATABASE_URL": url,
        "KOROTKO_TRUSTED_PROXIES": "127.0.0.1",
        "KOROTKO_LIMIT_ANONYMOUS_LINKS": f"{checks.ANONYMOUS_LINKS}/1h",
        "KOROTKO_MAIL_DIR": str(folder / "mails"),
        "KOROTKO_JWT_SECRET": secret(),
        "KOROTKO_EMAIL_SECRET": secret(),
    }


def check(name, folder, nodes):
    certificate = folder / "short.example"
    authority = f"{certificate}.pem"
    place = folder / name
    place.mkdir()
    proxy = Proxy(name, place, certificate, nodes)
    try:
        client = checks.signed_in(proxy, authority, folder / "mails")
        print(f"{name}: {checks.addresses(client, proxy, authority)}", flush=True)
        print(f"{name}: {checks.plaintext(proxy)}", flush=True)
        print(f"{name}: {checks.sizes(client)}", flush=True)
        print(f"{name}: {checks.rate_limits(proxy, authority)}", flush=True)
        print(f"{name}: {checks.restarts(client, proxy, nodes)}", flush=True)
    finally:
        proxy.stop()


def main():
    program, url, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    nodes = [Node(program, folder, name, settings) for settings in [settings(url, folder)] for name in ["one", "two"]]
    try:
        for node in nodes:
            node.start()
        for name in ["nginx", "caddy"]:
            check(name, folder, nodes)
    finally:
        for node in nodes:
            node.stop()


main()
