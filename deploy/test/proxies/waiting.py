"""Waiting for a condition, with a deadline."""

import socket
import time


def until(condition, what, deadline=20):
    """The first truthy value of `condition()`."""
    end = time.monotonic() + deadline
    while not (found := condition()):
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not within {deadline} s")
        time.sleep(0.05)
    return found


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
