"""docs/performance/redirect.json: every figure, by case. A run replaces the cases that it measured."""

import json
import os
import platform
from datetime import datetime, timezone


def environment(versions):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) // 1024
    return {
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {"processor": model, "cores": os.cpu_count(), "memory_mb": memory, "kernel": platform.release()},
        "versions": versions,
    }


def read(file):
    try:
        with open(file, encoding="utf-8") as text:
            return json.load(text)
    except FileNotFoundError:
        return {"cases": {}}


def write(file, record):
    """One figure or list of figures a line would be long; so each load is a line."""
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(f"{file}.new", "w", encoding="utf-8") as out:
        out.write(_formatted(record) + "\n")
    os.replace(f"{file}.new", file)


def _formatted(value, indent=0):
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(line) + indent <= 130:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        members = [f"{json.dumps(key)}: {_formatted(item, indent + 2)}" for key, item in value.items()]
        opening, closing = "{}"
    else:
        # A list of figures: one load a line.
        members = [json.dumps(item, ensure_ascii=False) for item in value]
        opening, closing = "[]"
    return opening + "\n" + ",\n".join(inner + member for member in members) + "\n" + " " * indent + closing
