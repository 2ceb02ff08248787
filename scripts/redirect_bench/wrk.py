"""The closed loop: as many requests as 64 connections get answered."""

import json
import os
import subprocess

from . import processes
from .result import Result

CONNECTIONS = 64
SCRIPT = os.path.join(os.path.dirname(__file__), "wrk.lua")


def run(port, traffic, seconds):
    before = processes.ended_cpu()
    generators = [
        processes.start(
            ["wrk", "-t1", f"-c{CONNECTIONS // len(traffic.files)}", f"-d{seconds}s", "-s", SCRIPT,
             f"http://127.0.0.1:{port}/", "--", file],
            stdout=subprocess.PIPE, text=True,
        )
        for file in traffic.files
    ]
    outputs = [generator.communicate(timeout=seconds + 60)[0] for generator in generators]
    for generator in generators:
        processes.end(generator)
    lines = [json.loads(output.strip().splitlines()[-1]) for output in outputs]
    total = {name: sum(line[name] for line in lines) for name in lines[0]}
    rate = sum(line["requests"] / line["microseconds"] * 1e6 for line in lines)
    # Without the time in which the generators read their requests.
    cpu = processes.ended_cpu() - before - total["prepared"]
    return Result(total["requests"], rate, total["bytes"], total["refused"], total["broken"], cpu)
