"""Programs of Java in the package of PySpark, started as processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psutil
import pyspark

_PATIENCE_SECONDS = 600


def spark_home() -> Path:
    """The folder of the package, which has what a distribution of Spark has."""
    return Path(pyspark.__file__).parent


def spark_environment(host: str = "127.0.0.1") -> dict[str, str]:
    """What programs of Spark and those that use them need to find each other and this Python."""
    return {
        **os.environ,
        "SPARK_HOME": str(spark_home()),
        # Where the shell scripts of Spark have not set it, a worker looks for it in folders of a build.
        "SPARK_SCALA_VERSION": next(spark_home().glob("jars/spark-core_*.jar")).name.split("_")[1].split("-")[0],
        "SPARK_LOCAL_IP": host,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


class JavaProgram:
    """A program whose log says when it is up. Its scripts replace themselves by Java, so that its number stays."""

    def __init__(self, line: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self._log = log
        with open(log, "wb") as file:
            self._child = subprocess.Popen(
                line, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, cwd=log.parent
            )

    @property
    def process(self) -> psutil.Process:
        """The process, for its children."""
        return psutil.Process(self._child.pid)

    def said(self, pattern: str) -> str:
        """Waits until the log has a line, and returns the first group of it."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and self._child.poll() is None:
            found = re.search(pattern, self._log.read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise RuntimeError(self._log.read_text(errors="replace")[-2000:])

    def terminate(self) -> None:
        """Asks the program to end."""
        self._child.terminate()

    def wait(self) -> None:
        """Waits for its end, and ends it if that takes long."""
        try:
            self._child.wait(20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def end_all(programs: Iterable[JavaProgram]) -> None:
    """Ends programs, the last one first."""
    started = list(programs)
    for each in reversed(started):
        each.terminate()
    for each in started:
        each.wait()
