"""The job that writes files, on this machine and on a standalone cluster of a master and two workers."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import AS_FLAGS, check_folder, printed
from pyspark.sql import SparkSession
from servers.attempts import attempts, go_on, stop_one, wait_for
from servers.cluster import SPECULATION, Cluster

from eventsim_data import EventsimError, command
from eventsim_data.spark.job import plan
from eventsim_data.spark.task import run_share
from eventsim_data.spark.write import write


@pytest.mark.parametrize("arrow", [False, True])
def test_the_shares_of_the_tasks_are_the_run(spark: SparkSession, tmp_path: Path, arrow: bool) -> None:
    if arrow:
        pytest.importorskip("pyarrow")
    written = write(spark, [*AS_FLAGS, f"{tmp_path}/events.json.gz"], tasks=3, arrow=arrow)
    assert (written.shares, written.files, written.events) == (3, 3, len(printed(*AS_FLAGS)))
    assert written.bytes == sum(each.stat().st_size for each in tmp_path.glob("*.json.gz"))
    check_folder(tmp_path, 3)
    before = {each: each.stat().st_mtime_ns for each in tmp_path.iterdir()}
    assert write(spark, [*AS_FLAGS, f"{tmp_path}/events.json.gz"], tasks=3, arrow=arrow) == written
    assert {each: each.stat().st_mtime_ns for each in tmp_path.iterdir()} == before
    with pytest.raises(Exception, match="is of another data set"):
        write(spark, [*AS_FLAGS, "--randomseed=9", f"{tmp_path}/events.json.gz"], tasks=3, arrow=arrow)


def test_spark_reads_many_files_in_folders(spark: SparkSession, tmp_path: Path) -> None:
    written = write(spark, [*AS_FLAGS, f"{tmp_path}/dt={{date}}/events-{{share}}.parquet"], tasks=2)
    assert written.files == 6
    check_folder(tmp_path, 6)
    assert spark.read.parquet(str(tmp_path)).count() == written.events


def test_the_second_attempt_removes_what_it_has_made(tmp_path: Path) -> None:
    job = plan([*AS_FLAGS, f"{tmp_path}/events.json"], 2)
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(run_share(job, 1))) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(results) == 3
    assert results[0] == results[1] == results[2]
    run_share(job, 2)
    check_folder(tmp_path, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nusers=many", "/tmp/a.json"], "--nusers"),
        (["--nusers=10", "--part=1/2", "/tmp/a.json"], "--part: the tasks are the shares"),
        (["--nusers=10"], "name the files at the end of the command"),
        (["--nusers=10", "/tmp/"], "is the name of a folder"),
        (["--nusers=10", "hdfs://host/a-{part}.json"], ""),
    ],
)
def test_wrong_commands_are_refused_before_anything_runs(arguments: list[str], message: str) -> None:
    if message:
        with pytest.raises(EventsimError, match=message):
            plan(arguments, 2)
    else:
        with pytest.raises(EventsimError):
            run_share(plan(arguments, 2), 1)


def test_the_shell_of_hadoop_puts_a_share_where_it_belongs(tmp_path: Path) -> None:
    # The shell's local file system in the place of HDFS; what it does is the same.
    job = replace(plan([*AS_FLAGS, f"{tmp_path}/events.parquet"], 1), folder=f"file://{tmp_path}/sub")
    made = run_share(job, 1)
    assert made["events"] == len(printed(*AS_FLAGS))
    assert run_share(job, 1) == made
    names = sorted(each.name for each in (tmp_path / "sub").rglob("*") if each.is_file() and not each.name.endswith(".crc"))
    assert names == ["_manifest-1-of-1", "events-1-of-1.parquet"]
    done = subprocess.run(command(["verify", f"{tmp_path}/sub"]), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_killed_executor_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    job = cluster.submit("--tasks", "4", *AS_FLAGS, f"{tmp_path}/events.json")
    attempt = stop_one(cluster, job)
    attempt.executor.kill()
    go_on(attempt)
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 0, said
    assert "Lost executor" in said
    check_folder(tmp_path, 4)


def test_speculation_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    job = cluster.submit("--tasks", "5", *AS_FLAGS, f"{tmp_path}/events.parquet", conf=SPECULATION)
    first = stop_one(cluster, job)
    # The other worker runs the task a second time, and its result counts.
    wait_for(lambda: any(each.share == first.share and each.name != first.name for each in attempts(cluster)), job)
    wait_for((tmp_path / ".eventsim" / f"_manifest-{first.share}").exists, job)
    go_on(first)
    said, _ = job.communicate(timeout=600)
    assert job.returncode == 0, said
    check_folder(tmp_path, 5)


def test_a_task_that_fails_fails_the_job(cluster: Cluster, tmp_path: Path) -> None:
    target = tmp_path / "closed"
    target.mkdir()
    (target / ".eventsim").write_text("in the way")
    job = cluster.submit("--tasks", "2", *AS_FLAGS, f"{target}/events.json")
    said, _ = job.communicate(timeout=600)
    assert job.returncode != 0
    assert ".eventsim" in said
    assert sorted(os.listdir(target)) == [".eventsim"]
