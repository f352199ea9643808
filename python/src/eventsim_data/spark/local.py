"""Files of a job in a folder that all machines see: the disk of this machine, or NFS."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from . import task
from .job import Job

_STATE = ".eventsim"


def make(job: Job, number: int, attempt: str, options: list[str]) -> dict[str, Any]:
    """Makes a share in a folder of its own, then moves its files to their names. Returns the share's manifest."""
    name = f"_manifest-{job.share_name(number)}"
    own = os.path.join(job.folder, _STATE, attempt)
    made_at, wanted_at = os.path.join(own, _STATE, name), os.path.join(job.folder, _STATE, name)
    if os.path.exists(wanted_at):
        with open(wanted_at, "rb") as file:
            return task.is_made(file.read(), wanted_at, options, os.path.join(job.folder, job.name))
    os.makedirs(own)
    try:
        child = task.start(
            task.program([*options, f"--manifest={made_at}"], os.path.join(own, job.name)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said, _ = child.communicate()
        task.finish(child, said)
        with open(made_at, "rb") as file:
            made = task.read_manifest(file.read(), made_at)
        if os.path.exists(wanted_at):
            return made
        for path in _files(own):
            wanted = os.path.join(job.folder, path)
            os.makedirs(os.path.dirname(wanted), exist_ok=True)
            # Where two attempts come here at once, both have the same bytes.
            os.replace(os.path.join(own, path), wanted)
        os.replace(made_at, wanted_at)
        return made
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _files(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        if parent == folder:
            folders.remove(_STATE)
        for name in names:
            yield os.path.relpath(os.path.join(parent, name), folder)


def clean(job: Job) -> None:
    """Removes what attempts of this job have left that failed or were killed."""
    state = os.path.join(job.folder, _STATE)
    for name in os.listdir(state) if os.path.isdir(state) else ():
        if name.startswith(f"_attempt-{job.uuid}-"):
            shutil.rmtree(os.path.join(state, name), ignore_errors=True)
