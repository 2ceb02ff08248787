"""nginx and Caddy with the example configurations: only ports, certificates and the place of logs differ."""

import os
import subprocess

from .waiting import accepts, free_port, until

NGINX = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/korotko.conf;
}}
"""
CADDY = """\
{{
	admin off
	auto_https off
}}
"""


def replaced(text, changes):
    """The text with each `old` changed; fails if the example does not contain one."""
    for old, new in changes.items():
        if old not in text:
            raise SystemExit(f"the example configuration does not contain {old!r}")
        text = text.replace(old, new)
    return text


class Proxy:
    """A proxy in front of two nodes; `port` is that of HTTPS, `plain` that of HTTP."""

    def __init__(self, name, folder, certificate, nodes):
        self.name, self.folder, self.port, self.plain = name, folder, free_port(), free_port()
        self.certificate = certificate
        self.nodes = {f"127.0.0.1:{8081 + number}": f"127.0.0.1:{node.port}" for number, node in enumerate(nodes)}
        self.process = subprocess.Popen(
            getattr(self, name)(), cwd=folder, stdin=subprocess.DEVNULL, stderr=open(folder / f"{name}.log", "wb"),
            env={**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        )
        until(lambda: accepts(self.port), f"{name} listens")

    def nginx(self):
        with open("deploy/nginx/korotko.conf", encoding="utf-8") as example:
            text = replaced(example.read(), self.nodes | {
                "listen 80;": f"listen 127.0.0.1:{self.plain};",
                "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                "/etc/ssl/korotko/fullchain.pem": f"{self.certificate}.pem",
                "/etc/ssl/korotko/privkey.pem": f"{self.certificate}.key",
                "/var/log/nginx/korotko.log": f"{self.folder}/access.log",
            })
        (self.folder / "korotko.conf").write_text(text)
        user = "user root;" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, user=user))
        return ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]

    def caddy(self):
        with open("deploy/caddy/Caddyfile", encoding="utf-8") as example:
            text = replaced(example.read(), self.nodes | {
                "\nshort.example {": f"\nhttps://short.example:{self.port} {{\n"
                                     f"\tbind 127.0.0.1\n\ttls {self.certificate}.pem {self.certificate}.key",
                "http://short.example {": f"http://short.example:{self.plain} {{\n\tbind 127.0.0.1",
            })
        (self.folder / "Caddyfile").write_text(CADDY.format() + text)
        return ["caddy", "run", "--adapter", "caddyfile", "--config", str(self.folder / "Caddyfile")]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
