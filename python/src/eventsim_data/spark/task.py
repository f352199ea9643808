"""A task of the job: runs the program for one share, under names that no other attempt has, and then gives the files theirs.

A task may be tried again, and Spark may run it twice at the same time (speculation). All attempts make the same bytes. Each one writes into
a place of its own; the one that finds the share's manifest in place when it is done is second, and removes what it has made. The manifest
comes last, so where it is, the files are.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from contextlib import ExitStack
from typing import Any

from ..errors import EventsimError, error_of
from ..program import command
from . import hadoop, local
from .job import Job
from .resolve import describe

_MOST_SAID = 64 << 10


def run_share(job: Job, number: int) -> dict[str, Any]:
    """Makes a share, unless it is there, and returns its number with its counts of files, events and bytes.

    :raises EventsimError: where the program or the file system fails, so that the task fails
    """
    place = hadoop if "://" in job.folder else local
    attempt = f"_attempt-{job.uuid}-{job.share_name(number)}-{uuid.uuid4().hex[:12]}"
    with ExitStack() as stack:
        options = [*job.arguments, f"--part={number}/{job.shares}", "--quiet", *_workers(job), *_config(job, stack)]
        manifest = place.make(job, number, attempt, options)
    files = manifest["files"]
    return {
        "share": number,
        "files": len(files),
        "events": sum(each["events"] for each in files),
        "bytes": sum(each["bytes"] for each in files),
    }


def is_made(there: str | bytes, where: str, options: list[str], output: str) -> dict[str, Any]:
    """The manifest that is there already, of an earlier attempt or job.

    :raises EventsimError: where it is of another data set
    """
    manifest = read_manifest(there, where)
    own = describe([*options, output])["id"]
    if manifest["id"] == own:
        return manifest
    raise EventsimError(
        f"{where}: is of another data set, {manifest['id']}, and this is {own}; write into another folder, or remove those files"
    )


def _workers(job: Job) -> list[str]:
    # Spark counts on one core for each task.
    return [] if any(each.split("=", 1)[0] == "--workers" for each in job.arguments) else ["--workers=1"]


def _config(job: Job, stack: ExitStack) -> list[str]:
    if job.config is None:
        return []
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="eventsim-"))
    path = os.path.join(folder, "config.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(job.config)
    return [f"--config={path}"]


def start(arguments: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """Starts a program that ends with this task, even where Spark kills the task's process."""
    return subprocess.Popen(arguments, stdin=options.pop("stdin", subprocess.DEVNULL), preexec_fn=_end_with_parent, **options)


def program(options: list[str], output: str) -> list[str]:
    """The command line of the program."""
    return command([*options, output])


def finish(child: subprocess.Popen[bytes], said: bytes) -> None:
    """Raises the program's own message, where it failed."""
    if child.returncode != 0:
        raise error_of(child.returncode, said[-_MOST_SAID:].decode("utf-8", "replace"))


def read_manifest(text: str | bytes, where: str) -> dict[str, Any]:
    """The manifest of a share.

    :raises EventsimError: where it is none
    """
    try:
        manifest: dict[str, Any] = json.loads(text)
        manifest["id"], manifest["files"]
    except (ValueError, KeyError, TypeError):
        raise EventsimError(f"{where}: is no manifest of eventsim; remove it, or write into another folder") from None
    return manifest


def _end_with_parent() -> None:
    """Has Linux end this process with the one that started it: a program that writes a file notices nothing else."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
