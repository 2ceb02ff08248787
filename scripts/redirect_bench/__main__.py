"""Started by `scripts/bench.sh redirect`, which installs and builds what this needs."""

import os
import sys

from . import chart, oha, options, processes, record, rounds, summary, table, versions
from .bench import Bench
from .cases import MAIN
from .postgres import Postgres
from .visitors import VISITORS


def measure(case, visitors, bench, given):
    count = given.rounds if case in MAIN else given.further_rounds
    loads = []
    for load in rounds.measure(case, visitors, bench, count, given.seconds):
        loads.append(load)
        print(f"{case.name}, {visitors}, round {load.round}: {load.server}: {load.rate:,.0f}/s, {load.cpu_us} µs", flush=True)
    latencies = []
    if case.latency and visitors == "one visitor":
        latencies = list(oha.measure(case, bench, summary.peaks(loads), given.latency_rounds, given.seconds))
    return {
        "title": case.title, "visitors": visitors, "rounds": count, "seconds": given.seconds, "beside": bool(case.beside),
        "summary": summary.summarise(loads, latencies),
        "loads": rounds.as_json(loads), "latencies": rounds.as_json(latencies),
    }


def run(folder, given):
    postgres = Postgres(os.environ["KOROTKO_TEST_POSTGRES_URL"], given.postmaster)
    bench = Bench(folder, given, postgres)
    print("the same bytes from all servers:", ", ".join(f"{name} {size}" for name, size in bench.answers.items()))
    environment = record.environment(versions.all_versions(given.korotko))
    file = os.path.join(given.output, "redirect.json")
    report = []
    for case in given.cases:
        for visitors in VISITORS if case.varied else ["one visitor"]:
            result = measure(case, visitors, bench, given)
            results = record.read(file)
            results["cases"].setdefault(case.name, {})[visitors] = {**environment, "answers": bench.answers, **result}
            record.write(file, results)
            report += [*table.rows(result), "", *table.remarks(result), ""]
    print("\n".join(["", *report, f"waited {bench.quiet.waited:.0f} s for others"]))
    chart.write(os.path.join(given.output, "redirect.svg"), record.read(file))


def main():
    try:
        processes.measure(run, options.read())
    except KeyboardInterrupt:
        sys.exit(130)


main()
