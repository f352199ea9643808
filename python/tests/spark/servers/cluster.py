"""A standalone cluster of Spark on this machine: a master and two workers, from the classes in the package of PySpark."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pyspark

from eventsim_data.spark import submit

_HOME = Path(pyspark.__file__).parent
_PATIENCE_SECONDS = 600


class Cluster:
    """Is up as long as the context. Every port is free, and every process is ended by its number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: list[subprocess.Popen[bytes]] = []
        self.url = ""

    def __enter__(self) -> Cluster:
        try:
            master = self._start("master", "org.apache.spark.deploy.master.Master", "--port", "0", "--webui-port", "0")
            self.url = self._said(master, r"Starting Spark master at (spark://\S+)")
            for number in (1, 2):
                options = ["--cores", "1", "--memory", "1g", "--port", "0", "--webui-port", "0"]
                options += ["--work-dir", str(self._folder / f"work-{number}")]
                worker = self._start(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *options, self.url)
                self._said(worker, r"(Successfully registered) with master")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def submit(self, *arguments: str, conf: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Starts the job as its guide says, by spark-submit."""
        options = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", **(conf or {})}
        pairs = [word for name, value in options.items() for word in ("--conf", f"{name}={value}")]
        line = [str(_HOME / "bin" / "spark-submit"), "--master", self.url, *pairs, "--executor-memory", "512m"]
        line += [str(submit.__file__), *arguments]
        return subprocess.Popen(line, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def kill_executor(self) -> bool:
        """Kills a process in which tasks run, as a machine that fails would."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            for process in Path("/proc").iterdir():
                if process.name.isdigit() and self._is_executor(process):
                    os.kill(int(process.name), signal.SIGKILL)
                    return True
            time.sleep(0.1)
        return False

    def _is_executor(self, process: Path) -> bool:
        """Whether a process is an executor of this cluster, which runs in its worker's folder."""
        try:
            line = (process / "cmdline").read_bytes()
            return b"CoarseGrainedExecutorBackend" in line and os.readlink(process / "cwd").startswith(str(self._folder))
        except OSError:
            return False

    def environment(self) -> dict[str, str]:
        """What processes of this cluster and of its users need to find each other and Python."""
        return {
            **os.environ,
            "SPARK_HOME": str(_HOME),
            # Where the shell scripts of Spark have not set it, a worker looks for it in folders of a build.
            "SPARK_SCALA_VERSION": next(_HOME.glob("jars/spark-core_*.jar")).name.split("_")[1].split("-")[0],
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_MASTER_HOST": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
        }

    def _start(self, name: str, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        java = shutil.which("java")
        assert java is not None
        line = [java, "-Xmx256m", "-cp", f"{_HOME / 'jars'}/*", kind, "--host", "127.0.0.1", *arguments]
        with open(self._folder / f"{name}.log", "wb") as log:
            child = subprocess.Popen(line, env=self.environment(), stdout=log, stderr=subprocess.STDOUT, cwd=self._folder)
        child.log = self._folder / f"{name}.log"  # type: ignore[attr-defined]
        self._children.append(child)
        return child

    def _said(self, child: subprocess.Popen[bytes], pattern: str) -> str:
        """Waits until a process has written a line to its log."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until and child.poll() is None:
            found = re.search(pattern, child.log.read_text(errors="replace"))  # type: ignore[attr-defined]
            if found:
                return found[1]
            time.sleep(0.1)
        raise RuntimeError(child.log.read_text(errors="replace")[-2000:])  # type: ignore[attr-defined]
