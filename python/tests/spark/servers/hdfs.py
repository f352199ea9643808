"""HDFS on this machine: two name nodes, one of them active, and two data nodes in one process; `npm run verify:stores` installs it."""

from __future__ import annotations

import json
import shlex
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[4] / "build" / "stores-hdfs"
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
        _ready, rpc, self._http, _rpc_2, _http_2, self._control = words
        self.url = f"hdfs://127.0.0.1:{rpc}"
        self.web_url = f"webhdfs://127.0.0.1:{self._http}"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        try:
            self._child.wait(30)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def obey(self, command: str) -> None:
        """Has the cluster do something: see Cluster.java."""
        with socket.create_connection(("127.0.0.1", int(self._control))) as connection:
            connection.sendall(f"{command}\n".encode())
            answer = connection.makefile().read()
        assert answer.startswith("ok"), answer

    def names_in(self, folder: str) -> list[str]:
        """The names directly in a folder; none where it is not there. It takes no time, unlike Hadoop's shell."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._http}/webhdfs/v1{folder}?op=LISTSTATUS") as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return []
            raise
        return [each["pathSuffix"] for each in said["FileStatuses"]["FileStatus"]]


def write_hdfs_command(folder: Path, configuration: Path) -> None:
    """Writes Hadoop's command ``hdfs``, as far as it is ``hdfs dfs``, into a folder: its archives of Java have no scripts."""
    java = shutil.which("java")
    assert java is not None
    line = [java, "-Xmx256m", *_OPTIONS[1:], "-cp", f"{configuration}:{_FOLDER}/jars/*", "org.apache.hadoop.fs.FsShell"]
    path = folder / "hdfs"
    path.write_text(f'#!/bin/sh\n[ "$1" = dfs ] || exit 2\nshift\nexec {shlex.join(line)} "$@"\n')
    path.chmod(0o755)
