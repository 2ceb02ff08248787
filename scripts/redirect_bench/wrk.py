"""The closed loop: as many requests as 64 connections get answered."""

import json
import os
import subprocess

from . import processes

CONNECTIONS = 64
SCRIPT = os.path.join(os.path.dirname(__file__), "wrk.lua")


class Result:
    def __init__(self, outputs, cpu):
        lines = [json.loads(output.strip().splitlines()[-1]) for output in outputs]
        self.requests = sum(line["requests"] for line in lines)
        self.rate = sum(line["requests"] / line["microseconds"] * 1e6 for line in lines)
        self.bytes = sum(line["bytes"] for line in lines)
        self.refused = sum(line["refused"] for line in lines)    # answers with a status of 400 or more
        self.broken = sum(line["broken"] for line in lines)      # requests without an answer
        self.cpu = cpu - sum(line["prepared"] for line in lines) # seconds of the generators, without reading their requests


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
    return Result(outputs, processes.ended_cpu() - before)
