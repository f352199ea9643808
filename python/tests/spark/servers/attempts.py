"""Attempts of tasks on a cluster, found by the processes that they have started, so that a test can stop one where it is."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil

from .cluster import Cluster

_PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Attempt:
    """A task that writes a share."""

    name: str
    """The name under which it writes."""
    share: str
    """Such as ``2-of-4``."""
    executor: psutil.Process
    program: psutil.Process
    """The eventsim that makes the share."""


def attempts(cluster: Cluster) -> list[Attempt]:
    """The attempts that write at this moment."""
    return [each for executor in cluster.executors() for each in _attempts_of(executor)]


def _attempts_of(executor: psutil.Process) -> Iterator[Attempt]:
    """A task's children are the program and, into HDFS, Hadoop's shell; one of them has the attempt's name on its command line."""
    tasks: dict[int, list[tuple[psutil.Process, str]]] = {}
    for process in _descendants(executor):
        try:
            tasks.setdefault(process.ppid(), []).append((process, " ".join(process.cmdline())))
        except psutil.Error:
            continue
    for children in tasks.values():
        program = next((process for process, line in children if "--part=" in line), None)
        name = re.search(r"_attempt-\w+-(\d+-of-\d+)-\w+", " ".join(line for _, line in children))
        if program is not None and name is not None:
            yield Attempt(name[0], name[1], executor, program)


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def stop_one(cluster: Cluster, job: subprocess.Popen[str]) -> Attempt:
    """Waits for an attempt and stops its program, so that the attempt is not done before the program goes on."""
    stopped: list[Attempt] = []

    def has_stopped() -> bool:
        stopped.extend(each for each in attempts(cluster) if not stopped and _stop(each.program))
        return bool(stopped)

    wait_for(has_stopped, job)
    return stopped[0]


def _stop(program: psutil.Process) -> bool:
    """Whether a program was stopped, and had not ended before."""
    try:
        program.suspend()
        while program.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE):
            time.sleep(0.005)
        return program.status() == psutil.STATUS_STOPPED
    except psutil.Error:
        return False


def go_on(attempt: Attempt) -> None:
    """Lets the program of a stopped attempt go on, unless it was killed."""
    with contextlib.suppress(psutil.NoSuchProcess):
        attempt.program.resume()


def wait_for(condition: Callable[[], bool], job: subprocess.Popen[str]) -> None:
    """Waits while a job runs."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert job.poll() is None, f"the job ended: {job.communicate()[0][-4000:]}"
        assert time.monotonic() < until, "it did not come in ten minutes"
        time.sleep(0.05)
