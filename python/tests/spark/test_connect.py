"""Spark Connect: clients without a session of their own read tables and have files written, the same as on one machine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import AS_FLAGS, ROOT, WEEK, check_folder, printed, rows_of
from pyspark.sql import SparkSession
from servers.connect import ConnectServer, run_client
from servers.hdfs import Hdfs

from eventsim_data import command

pytest.importorskip("pyspark.sql.datasource", reason="the package of Spark 3.5 has no server of Spark Connect")
pytest.importorskip("grpc", reason="Spark Connect needs grpcio; npm run verify:spark installs it")

GUIDE = ROOT / "docs" / "guide" / "spark.md"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConnectServer]:
    with ConnectServer(tmp_path_factory.mktemp("connect")) as started:
        yield started


def client(server: ConnectServer, folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program whose `spark` is a session of the server."""
    opening = f"from pyspark.sql import SparkSession\nspark = SparkSession.builder.remote({server.url!r}).getOrCreate()\n"
    (folder / "client.py").write_text(f"{opening}{program}\nspark.stop()\n")
    return run_client("client.py", folder=folder)


def test_map_in_arrow_writes_the_run(server: ConnectServer, tmp_path: Path) -> None:
    arguments = [*AS_FLAGS, f"{tmp_path}/out/events.json"]
    # Without an RDD, write has no other way; nothing has to ask for it.
    done = client(server, tmp_path, f"from eventsim_data.spark.write import write\nprint(write(spark, {arguments!r}, tasks=3))")
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"Written(shares=3, files=3, events={len(printed(*AS_FLAGS))}, bytes=" in done.stdout
    check_folder(tmp_path / "out", 3)


def test_a_client_without_java_writes_into_hdfs(server: ConnectServer, hdfs: Hdfs, spark: SparkSession, tmp_path: Path) -> None:
    line = ["-m", "eventsim_data.spark.write", f"--remote={server.url}", "--tasks=2", *AS_FLAGS, f"{hdfs.url}/events/remote/events.json"]
    done = run_client(*line, folder=tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    assert sorted(hdfs.names_in("/events/remote")) == [".eventsim", "events-1-of-2.json", "events-2-of-2.json"]
    assert sorted(hdfs.names_in("/events/remote/.eventsim")) == ["_manifest-1-of-2", "_manifest-2-of-2"]
    schema = subprocess.run(command(["schema", "--as", "spark"]), stdout=subprocess.PIPE, check=True, text=True).stdout
    assert rows_of(spark.read.schema(schema).json(f"{hdfs.url}/events/remote")) == printed(*AS_FLAGS)


def test_the_command_of_the_guide_writes_the_run(server: ConnectServer, tmp_path: Path) -> None:
    [line] = re.findall(r"^python3 (-m eventsim_data\.spark\.write --remote .*)$", GUIDE.read_text(), re.MULTILINE)
    line = line.replace("sc://head:15002", server.url).replace("/shared/week", f"{tmp_path}/out").replace("2026-01-12", "2026-01-08")
    done = run_client(*shlex.split(re.sub(r"-n \w+", "-n 60", re.sub(r"--tasks \d+", "--tasks 4", line))), folder=tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    assert re.search(rf"^4 shares: 4 files, {len(printed(*AS_FLAGS)):,} events, ", done.stdout, re.MULTILINE)
    check_folder(tmp_path / "out", 4)


def test_the_number_of_tasks_has_to_be_given(server: ConnectServer, tmp_path: Path) -> None:
    done = run_client(
        "-m", "eventsim_data.spark.write", f"--remote={server.url}", *AS_FLAGS, f"{tmp_path}/out/events.json", folder=tmp_path
    )
    assert done.returncode == 2
    assert "--tasks: Spark Connect does not say how many cores the cluster has; set the number of tasks" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_task_that_fails_fails_the_job_with_its_message(server: ConnectServer, tmp_path: Path) -> None:
    target = tmp_path / "closed"
    target.mkdir()
    (target / ".eventsim").write_text("in the way")
    arguments = [f"--remote={server.url}", "--tasks=2", *AS_FLAGS, f"{target}/events.json"]
    done = run_client("-m", "eventsim_data.spark.write", *arguments, folder=tmp_path)
    assert done.returncode == 1
    assert "closed/.eventsim" in done.stderr
    assert [each.name for each in target.iterdir()] == [".eventsim"]


def test_the_data_source_is_the_run(server: ConnectServer, tmp_path: Path) -> None:
    program = f"""
import json
import eventsim_data.spark
from conftest import rows_of

eventsim_data.spark.register(spark)
frame = spark.read.format("eventsim").options(**{WEEK!r}, partitions="3").load()
print(json.dumps(rows_of(frame)))
print(json.dumps(rows_of(frame.where("userId = '11'"))))
"""
    done = client(server, tmp_path, program)
    assert done.returncode == 0, done.stderr[-4000:]
    whole, user = (json.loads(line) for line in done.stdout.splitlines())
    assert whole == printed(*AS_FLAGS)
    assert user == [each for each in whole if json.loads(each)["userId"] == "11"]
    assert user
