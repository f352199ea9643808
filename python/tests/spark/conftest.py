"""What the tests of Spark share: a session on this machine, a cluster, HDFS, and what the program itself prints."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from servers.cluster import Cluster
from servers.hdfs import IS_THERE, Hdfs

from eventsim_data import command

ROOT = Path(__file__).resolve().parents[3]
WEEK = {"users": "60", "start": "2026-01-05", "end": "2026-01-08"}
AS_FLAGS = ("--nusers=60", "--start-time=2026-01-05", "--end-time=2026-01-08")


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    builder = SparkSession.builder.master("local[2]").appName("eventsim tests")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "America/New_York",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture(scope="session")
def hdfs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hdfs]:
    if not IS_THERE:
        pytest.skip("HDFS is not installed; npm run verify:stores installs it")
    with Hdfs(tmp_path_factory.mktemp("hdfs")) as started:
        yield started


def printed(*arguments: str) -> list[str]:
    """The events that a command prints as JSON, each as a text that does not depend on the order of keys; sorted."""
    quiet = [] if arguments[0] == "cat" else ["--quiet"]
    done = subprocess.run(command([*arguments, *quiet]), stdout=subprocess.PIPE, check=True)
    return sorted(json.dumps(json.loads(line), sort_keys=True) for line in done.stdout.splitlines())


def events_in(folder: Path) -> list[str]:
    """The events of all files that a reader of the folder sees, as the same texts."""
    paths = sorted(str(each) for each in folder.rglob("*") if each.is_file() and ".eventsim" not in each.parts)
    return printed("cat", *paths)


def check_folder(folder: Path, files: int) -> None:
    """All shares of a job are there, whole, and nothing else is."""
    done = subprocess.run(command(["verify", str(folder)]), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "foreign" not in done.stdout
    assert len([each for each in folder.rglob("*") if each.is_file() and ".eventsim" not in each.parts]) == files
    assert not [each for each in (folder / ".eventsim").iterdir() if each.name.startswith("_attempt")]
    assert events_in(folder) == printed(*AS_FLAGS)


def rows_of(frame: DataFrame) -> list[str]:
    """The rows of a table as the same texts: instants are milliseconds, and a null is a key left out."""
    return sorted(json.dumps(_event(row.asDict()), sort_keys=True) for row in frame.collect())


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    # PySpark returns local times without a zone.
    return round(value.timestamp() * 1000) if isinstance(value, datetime.datetime) else value
