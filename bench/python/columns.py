"""Rows of Parquet that pyarrow, DuckDB and the program write for a second of processor time, as JSON.

usage: columns.py PROGRAM USERS EVENTS ROUNDS FOLDER
"""

import json
import os
import resource
import subprocess
import sys
import time

import duckdb
import pyarrow.parquet as parquet

MOST_ROWS = 1_000_000


def run(program, users, events, target):
    """Returns the processor seconds of a run of the program."""
    command = ["node", "--no-concurrent-recompilation", program, "--quiet", "--nusers", str(users)]
    window = ["--start-time", "2026-01-05T00:00:00", "--end-time", "2027-01-05T00:00:00", "--events", str(events)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, *window, "--compress", "none", "--format", "parquet", target], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds_of(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def main():
    program, users, events, rounds, folder = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
    source, target = os.path.join(folder, "rows.parquet"), os.path.join(folder, "copy.parquet")
    rows = min(MOST_ROWS, events)
    run(program, users, rows, source)
    texts = [field.name for field in parquet.read_schema(source) if str(field.type) == "string"]
    table = parquet.read_table(source, read_dictionary=texts)
    plain = {"compression": "none", "row_group_size": 524_288}
    options = "format parquet, compression uncompressed, row_group_size 524288"
    samples = {"program": [], "pyarrow": [], "duckdb": []}
    for _ in range(rounds):
        short = run(program, users, events // 10, "/dev/null")
        samples["program"].append((events - events // 10) / (run(program, users, events, "/dev/null") - short))
        samples["pyarrow"].append(rows / seconds_of(lambda: parquet.write_table(table, target, **plain)))
        copy = f"copy (select * from source_rows) to '{target}' ({options})"
        duckdb.register("source_rows", table)
        samples["duckdb"].append(rows / seconds_of(lambda: duckdb.sql(copy)))
    os.remove(source)
    os.remove(target)
    print(json.dumps(samples))


main()
