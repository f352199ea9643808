"""The commands of docs/guide/cluster.md, in order, with fewer users: by the cluster of this machine, into its HDFS."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import printed, rows_of
from pyspark.sql import SparkSession
from servers.cluster import GUIDE, Cluster
from servers.hdfs import Hdfs, write_hdfs_command
from servers.java import spark_environment, spark_home

from eventsim_data import command

PAGE = GUIDE.read_text()
DAYS = ("--start-time=2026-01-05", "--end-time=2026-01-07")


def lines_with(beginning: str, count: int) -> list[str]:
    """Lines of the page's blocks."""
    blocks = "\n".join(re.findall(r"^```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    lines = [line for line in blocks.splitlines() if line.startswith(beginning)]
    assert len(lines) == count, lines
    return lines


class Head:
    """The machine on which the page's reader types, with the programs of the page on its PATH and its words made ours."""

    def __init__(self, folder: Path, cluster: Cluster, hdfs: Hdfs) -> None:
        self._folder = folder
        self._names = {
            "spark://head:7077": cluster.url,
            "hdfs://head:8020": hdfs.url,
            "webhdfs://head:9870": hdfs.web_url,
            "2026-01-12": "2026-01-07",
            "--tasks 384": "--tasks 4",
            "--tasks 8": "--tasks 3",
            "-n 6000": "-n 60",
            "-n 6M": "-n 80",
            "1G": "256K",
        }
        tools = folder / "tools"
        tools.mkdir()
        (tools / "python3").symlink_to(sys.executable)
        (tools / "spark-submit").symlink_to(spark_home() / "bin" / "spark-submit")
        self._configure(cluster, tools)
        write_hdfs_command(tools, folder / "conf")
        self._environment = {**spark_environment(), "PATH": f"{tools}:{os.environ['PATH']}", "SPARK_CONF_DIR": str(folder / "conf")}

    def _configure(self, cluster: Cluster, tools: Path) -> None:
        """Hadoop has the page's file; Spark's says that all is on one machine, and that workers have the page's programs, too."""
        [address] = lines_with("<property><name>fs.defaultFS", 1)
        conf = self._folder / "conf"
        conf.mkdir()
        (conf / "core-site.xml").write_text(f"<configuration>{self.ours(address)}</configuration>\n")
        settings = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.memory": "512m",
            "spark.executorEnv.PATH": f"{tools}:{os.environ['PATH']}",
            "spark.ui.enabled": "false",
        }
        (conf / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def ours(self, line: str) -> str:
        """A line of the page, for a small cluster on free ports."""
        for theirs, here in self._names.items():
            line = re.sub(rf"{re.escape(theirs)}(?!\w)", here, line)
        return line.replace("bin/eventsim", shlex.join(command([])))

    def run(self, line: str) -> str:
        """Runs a line of a shell, and returns what it prints."""
        done = subprocess.run(
            ["bash", "-c", self.ours(line)],
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"{self.ours(line)}\n{done.stdout}{done.stderr[-4000:]}"
        return done.stdout


@pytest.fixture
def head(tmp_path: Path, cluster: Cluster, hdfs: Hdfs) -> Head:
    return Head(tmp_path, cluster, hdfs)


def test_the_cluster_writes_what_the_guide_says(head: Head, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in lines_with("hdfs dfs ", 1):
        head.run(line)
    head.run("bin/eventsim schema --as spark > events.ddl")
    [count] = lines_with("spark.read.", 1)
    for line, users, tasks, name in zip(lines_with("bin/eventsim spark ", 2), (60, 80), (3, 4), ("trial", "week")):
        said = head.run(head.run(line))
        wanted = printed(f"--nusers={users}", *DAYS)
        assert re.search(rf"^{tasks} shares: {tasks} files, {len(wanted):,} events, [\d,]+ bytes in ", said, re.MULTILINE), said
        counted = head.ours(count).replace("/trial", f"/{name}")
        assert eval(counted, {"spark": spark}) == len(wanted)
        assert rows_of(eval(counted.removesuffix(".count()"), {"spark": spark})) == wanted
    # As the page says, the same line again keeps what is there.
    assert head.run(head.run(line)) == said
    [verify] = lines_with("bin/eventsim verify webhdfs://head:9870/events/week", 1)
    assert head.run(verify).count("all as the manifest says: 1 files, ") == 4


def test_four_machines_without_spark_write_the_run(head: Head, spark: SparkSession, hdfs: Hdfs) -> None:
    [first] = lines_with("bin/eventsim -n ", 1)
    line = re.sub(r"-n \w+ --from 30", " ".join(("-n 200", *DAYS)), first)
    for number in (1, 2, 3, 4):
        head.run(line.replace("--part 1/4", f"--part {number}/4"))
    for verify in lines_with("bin/eventsim verify webhdfs://head:9870/events/month", 1):
        head.run(verify)
    names = [each for each in hdfs.names_in("/events/month") if each != ".eventsim"]
    assert len(names) > 4
    schema = subprocess.run(command(["schema", "--as", "spark"]), stdout=subprocess.PIPE, check=True, text=True).stdout
    assert rows_of(spark.read.schema(schema).json(f"{hdfs.url}/events/month")) == printed("--nusers=200", *DAYS)
