"""A standalone cluster of Spark on this machine: a master and two workers, started by the lines of docs/guide/cluster.md."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psutil

from eventsim_data.spark import submit

from .java import JavaProgram, end_all, spark_environment, spark_home

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "guide" / "cluster.md"
_HOSTS = ("127.0.0.1", "127.0.0.2")
"""One of each worker: Spark never runs a task twice at the same time on one host."""
# Whatever takes longer than nothing is run a second time as soon as another task is done.
SPECULATION = {
    "spark.speculation": "true",
    "spark.speculation.interval": "10ms",
    "spark.speculation.multiplier": "0.01",
    "spark.speculation.quantile": "0.1",
    "spark.speculation.minTaskRuntime": "1ms",
}


def lines_of_step_3() -> tuple[list[str], list[str]]:
    """The arguments of spark-class that start the master and a worker, with free ports."""
    master, worker = (shlex.split(line) for line in re.findall(r"^\$SPARK_HOME/bin/spark-class (.*?) &", GUIDE.read_text(), re.MULTILINE))
    assert master[-4:] == ["--host", "head", "--port", "7077"]
    assert worker[-1] == "spark://head:7077"
    return [*master[:-4], "--host", _HOSTS[0], "--port", "0", "--webui-port", "0"], worker[:-1]


class Cluster:
    """Is up as long as the context. Every port is free, and every process is ended by its number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[JavaProgram] = []
        self.url = ""

    def __enter__(self) -> Cluster:
        master, worker = lines_of_step_3()
        try:
            self.url = self._start("master", _HOSTS[0], *master).said(r"Starting Spark master at (spark://\S+)")
            options = ["--cores", "1", "--memory", "1g", "--port", "0", "--webui-port", "0"]
            for host in _HOSTS:
                own = ["--host", host, "--work-dir", str(self._folder / f"work-{host}")]
                self._start(f"worker-{host}", host, *worker, *own, *options, self.url).said("(Successfully registered) with master")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        end_all(self._started)

    def submit(self, *arguments: str, conf: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Starts the job as its guide says, by spark-submit."""
        options = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", **(conf or {})}
        pairs = [word for name, value in options.items() for word in ("--conf", f"{name}={value}")]
        line = [str(spark_home() / "bin" / "spark-submit"), "--master", self.url, *pairs, "--executor-memory", "512m"]
        line += [str(submit.__file__), *arguments]
        return subprocess.Popen(line, env=spark_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def executors(self) -> list[psutil.Process]:
        """The processes in which tasks run, as the children of this cluster's workers."""
        children = [child for each in self._started for child in each.process.children()]
        return [child for child in children if "CoarseGrainedExecutorBackend" in _command_line(child)]

    def _start(self, name: str, host: str, *arguments: str) -> JavaProgram:
        line = [str(spark_home() / "bin" / "spark-class"), *arguments]
        started = JavaProgram(line, self._folder / f"{name}.log", {**spark_environment(host), "SPARK_DAEMON_MEMORY": "256m"})
        self._started.append(started)
        return started


def _command_line(process: psutil.Process) -> str:
    """The words of a process; none where it has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
