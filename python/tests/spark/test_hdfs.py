"""The job that writes files, into a real HDFS: its tasks use Hadoop's shell, Spark reads the files, and this program verifies them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from conftest import AS_FLAGS, printed, rows_of
from hdfs import IS_THERE, Hdfs
from pyspark.sql import SparkSession

from eventsim_data import command
from eventsim_data.spark import hadoop
from eventsim_data.spark.write import write

pytestmark = pytest.mark.skipif(not IS_THERE, reason="HDFS is not installed; npm run verify:stores installs it")


@pytest.fixture(scope="module")
def hdfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hdfs]:
    with Hdfs(tmp_path_factory.mktemp("hdfs")) as started:
        yield started


def names_in(folder: str) -> list[str]:
    """The files and folders below a folder, hidden ones too, as Hadoop's shell lists them."""
    return sorted(path[len(folder) + 1 :] for path in (hadoop._shell("-ls", "-R", "-C", folder, may_fail=True) or "").split())


def check(spark: SparkSession, hdfs: Hdfs, folder: str, shares: int) -> None:
    """All shares are there, whole, and nothing else is."""
    done = subprocess.run(command(["verify", f"{hdfs.web_url}{folder}"]), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    numbers = [f"{number}-of-{shares}" for number in range(1, shares + 1)]
    manifests = [f".eventsim/_manifest-{each}" for each in numbers]
    assert names_in(f"{hdfs.url}{folder}") == [".eventsim", *manifests, *(f"events-{each}.json.lz4" for each in numbers)]
    schema = subprocess.run(command(["schema", "--as", "spark"]), stdout=subprocess.PIPE, check=True, text=True).stdout
    frame = spark.read.schema(schema).json(f"{hdfs.url}{folder}")
    assert rows_of(frame) == printed(*AS_FLAGS)


def test_the_shares_of_the_tasks_are_the_run(spark: SparkSession, hdfs: Hdfs) -> None:
    line = [*AS_FLAGS, "--lz4-framing=hadoop", f"{hdfs.url}/events/run/events.json.lz4"]
    written = write(spark, line, tasks=2)
    assert written.events == len(printed(*AS_FLAGS))
    check(spark, hdfs, "/events/run", 2)
    assert write(spark, line, tasks=2) == written
    check(spark, hdfs, "/events/run", 2)
