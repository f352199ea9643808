"""Events a second that the package in python/ reads, start included, as JSON: tables with all cores and with one worker, batches, and
the program alone into nothing.

usage: read_arrow.py USERS EVENTS ROUNDS, with the package on PYTHONPATH and the program in EVENTSIM_COMMAND
"""

import json
import subprocess
import sys
import time

import eventsim_data as es


def main():
    users, events, rounds = map(int, sys.argv[1:4])
    run = {"users": users, "start": "2026-01-05", "end": "2027-01-05", "events": events}
    command = ["--nusers", str(users), "--start-time", "2026-01-05", "--end-time", "2027-01-05", "--events", str(events)]
    into_nothing = es.command([*command, "--format", "arrow", "--quiet", "/dev/null"])
    kinds = {
        "table": lambda: es.read_arrow(**run).num_rows,
        "tableOneWorker": lambda: es.read_arrow(**run, workers=1).num_rows,
        "batches": lambda: sum(batch.num_rows for batch in es.batches(**run)),
        "program": lambda: subprocess.run(into_nothing, check=True) and events,
    }
    samples = {name: [] for name in kinds}
    for _ in range(rounds):
        for name, read in kinds.items():
            start = time.perf_counter()
            count = read()
            samples[name].append(events / (time.perf_counter() - start))
            if count != events:
                raise SystemExit(f"{name}: {count} events instead of {events}")
    print(json.dumps(samples))


main()
