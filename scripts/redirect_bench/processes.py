"""The processes that the measurement starts. Each is ended by its id, whatever happens."""

import os
import signal
import subprocess
import tempfile

GRACE = 20    # seconds until a process that was asked to end is killed

_started = []


def start(command, **options):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    _started.append(process)
    return process


def end(process):
    """Asks the process to end and waits for it; its last clicks are counted then."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in _started:
        _started.remove(process)


def ended_cpu():
    """CPU seconds of all processes that have ended: what a load generator used is the difference."""
    times = os.times()
    return times.children_user + times.children_system


def end_all():
    for process in list(_started):
        if process.poll() is None:
            process.terminate()
    for process in list(_started):
        end(process)


def end_on_signals():
    """SIGTERM and SIGHUP unwind like Ctrl-C, so that `end_all` is reached."""
    def unwind(number, _):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, unwind)


def measure(run, given):
    """Calls `run` with a temporary folder and the options, and ends all processes afterwards."""
    end_on_signals()
    with tempfile.TemporaryDirectory(prefix="korotko-bench-") as folder:
        try:
            run(folder, given)
        finally:
            end_all()
