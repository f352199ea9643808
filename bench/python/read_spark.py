"""Events a second that Spark counts, as JSON: those of the data source of the package in python/, and those of spark.read.json over a file
of the same run; both as they come, and both with less to do.

usage: read_spark.py USERS DAYS ROUNDS FOLDER, with the package on PYTHONPATH and the program in EVENTSIM_COMMAND
"""

import datetime
import json
import os
import sys
import time

import eventsim_data as es
import eventsim_data.spark
from pyspark.sql import SparkSession

_START = datetime.date(2026, 1, 5)


def session_of_two_cores():
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    eventsim_data.spark.register(spark)
    return spark


def main():
    users, days, rounds = map(int, sys.argv[1:4])
    end = _START + datetime.timedelta(days=days)
    path = os.path.join(sys.argv[4], "events.json")
    es.generate(path, users=users, start=_START, end=end, progress=False)
    spark = session_of_two_cores()
    source = spark.read.format("eventsim").options(users=users, start=str(_START), end=str(end))
    schema = source.load().schema
    kinds = {
        "source": lambda: source.load(),
        "json": lambda: spark.read.json(path),
        "sourceOneColumn": lambda: source.schema("page STRING").load(),
        "jsonWithSchema": lambda: spark.read.schema(schema).json(path),
    }
    samples = {name: [] for name in kinds}
    counts = set()
    for _ in range(rounds):
        for name, frame in kinds.items():
            start = time.perf_counter()
            count = frame().count()
            samples[name].append(count / (time.perf_counter() - start))
            counts.add(count)
    spark.stop()
    if len(counts) != 1:
        raise SystemExit(f"the counts differ: {sorted(counts)}")
    print(json.dumps({"events": counts.pop(), "samples": samples}))


main()
