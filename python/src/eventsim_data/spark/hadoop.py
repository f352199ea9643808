"""Files of a job in one of Hadoop's file systems, such as HDFS, through Hadoop's shell: ``hdfs dfs``, or where that is not, Spark's."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from ..errors import EventsimError
from . import task
from .job import Job

_STATE = ".eventsim"
_MOST_SAID = 4096
# Of a command that only changes names, Java's start is all that takes time: most of it goes into optimizing what then ends.
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def make(job: Job, number: int, attempt: str, options: list[str]) -> dict[str, Any]:
    """Pipes a share into a temporary file, then moves it to its name. Returns the share's manifest."""
    share = job.share_name(number)
    name = job.name.replace("{share}", share)
    if "{" in name:
        raise EventsimError(f"{job.name}: a task writes one file to {job.folder}; of the fields, only {{share}} may be in its name", 2)
    state = f"{job.folder}/{_STATE}"
    own, wanted, manifest_at = f"{state}/{attempt}", f"{job.folder}/{name}", f"{state}/_manifest-{share}"
    there = _shell("-cat", manifest_at, may_fail=True)
    if there is not None:
        return task.is_made(there, manifest_at, options, name)
    _shell("-mkdir", "-p", wanted.rsplit("/", 1)[0], state)
    with tempfile.TemporaryDirectory(prefix="eventsim-") as folder:
        made = _pipe(options, os.path.join(folder, os.path.basename(name)), os.path.join(folder, "manifest"), own)
        if not _give_name(own, wanted):
            # Another attempt was first, or its manifest is still to come; the bytes are the same.
            _check_size(wanted, made)
        for each in made["files"]:
            each["name"] = name
        text = os.path.join(folder, "named")
        with open(text, "w", encoding="utf-8") as file:
            file.write(json.dumps(made, indent=2) + "\n")
        _shell("-put", text, f"{own}-manifest")
        _give_name(f"{own}-manifest", manifest_at)
    return made


def _give_name(own: str, wanted: str) -> bool:
    """Moves a file to its name in one step, or removes it where another attempt's has that name.

    ``-put -f`` would remove the other's first: between the two there would be none.
    """
    try:
        _shell("-mv", own, wanted)
        return True
    except EventsimError:
        _shell("-rm", "-f", "-skipTrash", own)
        if _shell("-stat", "%b", wanted, may_fail=True) is None:
            raise
        return False


def _pipe(options: list[str], fifo: str, manifest: str, target: str) -> dict[str, Any]:
    """The pipe has the name of the file, whose ending tells the program what to write; it holds little, so the slower end sets the pace."""
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    # As long as this task has the other end, the file does not end: not before the program opens it, and not where it fails.
    writing = os.open(fifo, os.O_WRONLY)
    os.set_blocking(reading, True)
    with open(reading, "rb") as end, open(writing, "wb") as keep:
        writer = task.start(task.program([*options, f"--manifest={manifest}"], fifo), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        put_line = [*_command(), "-put", "-", target]
        put = task.start(put_line, stdin=end, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment())
        end.close()
        try:
            said, _ = writer.communicate()
            keep.close()
            told, _ = put.communicate()
        finally:
            for child in (writer, put):
                if child.poll() is None:
                    child.kill()
                    child.wait()
    if put.returncode != 0:
        raise EventsimError(f"{target}: Hadoop's shell could not write it: {_end(told)}")
    task.finish(writer, said)
    with open(manifest, "rb") as file:
        return task.read_manifest(file.read(), manifest)


def _check_size(path: str, made: dict[str, Any]) -> None:
    said = _shell("-stat", "%b", path)
    size = sum(each["bytes"] for each in made["files"])
    if said is None or said.strip() != str(size):
        raise EventsimError(f"{path}: is there already, and has another size than this share; remove it, or write into another folder")


def _shell(*arguments: str, may_fail: bool = False) -> str | None:
    """Runs Hadoop's shell, and returns what it prints; None where it may fail and has."""
    line = [*_command(), *arguments]
    child = task.start(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(*_SHORT_LIVED))
    said, told = child.communicate()
    if child.returncode == 0:
        return said.decode("utf-8", "replace")
    if may_fail:
        return None
    raise EventsimError(f"Hadoop's shell failed at {' '.join(arguments)}: {_end(told)}")


def _command() -> Sequence[str]:
    """``hdfs dfs``, or the class of Hadoop that it runs, which every Spark has."""
    given = shutil.which("hdfs")
    if given is not None:
        return [given, "dfs"]
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if java is None:
        raise EventsimError("Hadoop's shell writes the files, and neither hdfs nor java is on this machine's PATH; set PATH or JAVA_HOME")
    paths = [os.environ.get("HADOOP_CONF_DIR") or _empty_configuration(), os.path.join(_spark_home(), "jars", "*")]
    return [java, "-cp", ":".join(paths), "org.apache.hadoop.fs.FsShell"]


@lru_cache(maxsize=1)
def _empty_configuration() -> str:
    """A folder with a configuration that sets nothing, without which the shell does not start."""
    folder = tempfile.mkdtemp(prefix="eventsim-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open(os.path.join(folder, "core-site.xml"), "w", encoding="utf-8") as file:
        file.write("<configuration/>\n")
    return folder


def _spark_home() -> str:
    import pyspark

    packaged = os.path.dirname(str(pyspark.__file__))
    return packaged if os.path.isdir(os.path.join(packaged, "jars")) else os.environ.get("SPARK_HOME", packaged)


def _environment(*options: str) -> dict[str, str]:
    # Java 8 does not read this variable, and refuses the option on its command line.
    opens = "--add-opens=java.base/java.lang=ALL-UNNAMED"
    given = os.environ.get("JDK_JAVA_OPTIONS", "")
    return {**os.environ, "JDK_JAVA_OPTIONS": " ".join([*options, opens, given]).strip()}


def _end(said: bytes) -> str:
    return said[-_MOST_SAID:].decode("utf-8", "replace").strip()


def clean(job: Job) -> None:
    """Removes what attempts of this job have left that failed or were killed."""
    # The job has done its work, or has failed for a reason of its own, which is what has to be said.
    with suppress(EventsimError):
        _shell("-rm", "-f", "-skipTrash", f"{job.folder}/{_STATE}/_attempt-{job.uuid}-*")
