"""The job that writes files into a real HDFS, by tasks on a cluster: its result is the run of one machine, whatever fails on the way."""

from __future__ import annotations

import subprocess

from conftest import AS_FLAGS, printed, rows_of
from pyspark.sql import SparkSession
from servers.attempts import attempts, go_on, stop_one, wait_for
from servers.cluster import SPECULATION, Cluster
from servers.hdfs import Hdfs

from eventsim_data import command
from eventsim_data.spark import hadoop
from eventsim_data.spark.write import write

FLAGS = [*AS_FLAGS, "--lz4-framing=hadoop"]


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
    line = [*FLAGS, f"{hdfs.url}/events/run/events.json.lz4"]
    written = write(spark, line, tasks=2)
    assert written.events == len(printed(*AS_FLAGS))
    check(spark, hdfs, "/events/run", 2)
    assert write(spark, line, tasks=2) == written
    check(spark, hdfs, "/events/run", 2)


def test_an_executor_that_is_killed_while_its_task_writes_changes_nothing(spark: SparkSession, hdfs: Hdfs, cluster: Cluster) -> None:
    job = cluster.submit("--tasks", "3", *FLAGS, f"{hdfs.url}/events/killed/events.json.lz4")
    attempt = stop_one(cluster, job)
    # HDFS has the beginning of the file, under the attempt's name.
    wait_for(lambda: any(each.startswith(attempt.name) for each in hdfs.names_in("/events/killed/.eventsim")), job)
    assert f"_manifest-{attempt.share}" not in hdfs.names_in("/events/killed/.eventsim")
    attempt.executor.kill()
    go_on(attempt)
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 0, said
    assert "Lost executor" in said
    check(spark, hdfs, "/events/killed", 3)


def test_a_task_that_runs_twice_leaves_one_file(spark: SparkSession, hdfs: Hdfs, cluster: Cluster) -> None:
    job = cluster.submit("--tasks", "3", *FLAGS, f"{hdfs.url}/events/twice/events.json.lz4", conf=SPECULATION)
    first = stop_one(cluster, job)
    # The other worker runs the task a second time, and its result counts.
    wait_for(lambda: any(each.share == first.share and each.name != first.name for each in attempts(cluster)), job)
    wait_for(lambda: f"_manifest-{first.share}" in hdfs.names_in("/events/twice/.eventsim"), job)
    go_on(first)
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 0, said
    check(spark, hdfs, "/events/twice", 3)


def test_a_quota_fails_the_job_with_what_hdfs_says_and_leaves_no_file(hdfs: Hdfs, cluster: Cluster) -> None:
    hdfs.obey("folder /events/full root 777")
    hdfs.obey("quota /events/full 100 1024")
    once = {"spark.task.maxFailures": "1"}
    job = cluster.submit("--tasks", "2", *FLAGS, f"{hdfs.url}/events/full/events.json.lz4", conf=once)
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 1, said
    assert "The DiskSpace quota of /events/full is exceeded" in said
    assert names_in(f"{hdfs.url}/events/full") == [".eventsim"]
