"""A server of Spark Connect on this machine, and programs that are its clients: they have no Java and no session of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .java import JavaProgram, end_all, spark_environment, spark_home

_CONF = {
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": "0",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


class ConnectServer:
    """Is up as long as the context, on a free port, with two tasks at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = ""

    def __enter__(self) -> ConnectServer:
        pairs = [word for name, value in _CONF.items() for word in ("--conf", f"{name}={value}")]
        line = [str(spark_home() / "bin" / "spark-submit"), "--master", "local[2]", *pairs]
        line += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
        self._server = JavaProgram(line, self._folder / "connect.log", spark_environment())
        try:
            port = self._server.said(r"Spark Connect server started at:? \S*:(\d+)")
        except BaseException:
            self.__exit__()
            raise
        self.url = f"sc://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        end_all([self._server])


def run_client(*line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs Python as a client, which may import what the tests do. With nothing but Node.js on its PATH, it fails if it needs Java."""
    tools = folder / "client"
    tools.mkdir()
    node = shutil.which("node")
    assert node is not None
    (tools / "node").symlink_to(node)
    environment = {name: value for name, value in os.environ.items() if name not in ("JAVA_HOME", "SPARK_HOME")}
    environment["PATH"] = str(tools)
    environment["PYTHONPATH"] = f"{Path(__file__).parents[1]}:{os.environ.get('PYTHONPATH', '')}"
    return subprocess.run([sys.executable, *line], env=environment, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
