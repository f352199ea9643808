"""HDFS on this machine: two name nodes, one of them active, and two data nodes in one process; `npm run verify:stores` installs it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "stores-hdfs"
_OPTIONS = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.lang=ALL-UNNAMED"]

IS_THERE = (_FOLDER / "wanted").is_file()


class Hdfs:
    """Is up as long as the context, and ends with this process at the latest, since its standard input does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = ""
        """For Hadoop's own protocol."""
        self.web_url = ""
        """For this program's."""

    def __enter__(self) -> Hdfs:
        java = shutil.which("java")
        assert java is not None
        line = [java, *_OPTIONS, "-cp", f"{_FOLDER}/classes:{_FOLDER}/jars/*", "Cluster", str(self._folder / "data"), "dfs.replication=2"]
        with open(self._folder / "hdfs.log", "wb") as log:
            self._child = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._child.stdout is not None
        words = self._child.stdout.readline().split()
        if not words:
            raise RuntimeError((self._folder / "hdfs.log").read_text(errors="replace")[-2000:])
        _ready, rpc, http, *_others = words
        self.url = f"hdfs://127.0.0.1:{rpc}"
        self.web_url = f"webhdfs://127.0.0.1:{http}"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(30)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
