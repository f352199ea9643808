"""Files of each format and codec that Spark reads by itself: it counts what the manifests say."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_FLAGS, printed
from pyspark.sql import DataFrame, SparkSession

from eventsim_data.spark.write import write

FORMS = [
    ("json", []),
    ("json.gz", []),
    # Of LZ4 Hadoop has a framing of its own. Zstandard it reads by a native library, which the package of PySpark lacks.
    ("json.lz4", ["--lz4-framing=hadoop"]),
    ("csv", []),
    ("csv.gz", []),
    *(("parquet", [f"--compress={codec}"]) for codec in ("auto", "none", "zstd", "snappy", "lz4", "gzip")),
]


def read(spark: SparkSession, ending: str, folder: Path) -> DataFrame:
    if ending == "parquet":
        return spark.read.parquet(str(folder))
    return spark.read.csv(str(folder), header=True) if ending.startswith("csv") else spark.read.json(str(folder))


@pytest.mark.parametrize(("ending", "options"), FORMS)
def test_spark_counts_what_the_manifests_say(spark: SparkSession, tmp_path: Path, ending: str, options: list[str]) -> None:
    written = write(spark, [*AS_FLAGS, *options, f"{tmp_path}/events.{ending}"], tasks=2)
    assert written.events == len(printed(*AS_FLAGS))
    frame = read(spark, ending, tmp_path)
    assert frame.count() == written.events
    # A count alone need not read any column.
    assert frame.where("page = 'NextSong'").count() == frame.select("song").where("song is not null").count() > 0
