"""A run's whole output in memory, without a pipe."""

from __future__ import annotations

import mmap
import os
from collections.abc import Sequence

from .errors import EventsimError
from .process import Process


def output_of(command: Sequence[str]) -> mmap.mmap | None:
    """Runs the program with a file of memory as its standard output, and returns that, to be read only; None where there are no such files.

    The program's threads write into it all at once, and what reads it copies nothing. Linux has such files, without a limit of their
    own; the memory is free again when nothing refers to it.

    :raises EventsimError: where the program fails or writes nothing
    """
    try:
        descriptor = os.memfd_create("eventsim")
    except (AttributeError, OSError):
        return None
    try:
        process = Process(command, descriptor)
        try:
            process.finish()
        except BaseException:
            process.stop()
            raise
        if os.fstat(descriptor).st_size == 0:
            raise EventsimError("eventsim wrote nothing")
        return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
    finally:
        os.close(descriptor)
