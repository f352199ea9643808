"""Writes events to files, as the command does."""

from __future__ import annotations

import codecs
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from .errors import EventsimError, OptionError, error_of, is_error
from .options import to_arguments
from .process import uninterrupted
from .program import command
from .progress import REDRAWN, Display, Lines, display_here

# Seconds that the program has for an end of its own, after which it is told more clearly.
_PATIENCE_SECONDS = (0.5, 10, 5)
_SAID_MOST = 256


def generate(path: str | os.PathLike[str] | None = None, *, progress: bool = True, **options: Any) -> None:
    """Simulates, and writes the events to a file, to many files or to a topic, as the command ``eventsim`` does.

    The file's name decides the format and the compression, as on the command line: ``week.parquet``, ``week.json.zst``. Missing folders
    are created, and a file gets its name when it is complete. In a notebook and on a terminal a line of progress is drawn; elsewhere the
    window and the summary are lines of standard error.

    :param path: the output; without one ``kafka_brokers`` and ``kafka_topic`` say where the events go
    :param progress: False says nothing
    :param options: options of the command line, with underscores: ``users``, ``start``, ``end``, ``split_size``, ``manifest`` and others
    :raises OptionError: for options with unknown names or values of a wrong type
    :raises EventsimError: where the program fails, with its message
    """
    arguments = to_arguments(options, reading=False, caller="generate")
    if path is None and options.get("kafka_topic") is None:
        raise OptionError("generate() needs a path, or kafka_brokers and kafka_topic")
    display = display_here() if progress else Lines()
    quiet = [] if progress else ["--quiet"]
    output = [] if path is None else ["--", _output(path)]
    _watch(command([*arguments, *quiet, *output]), display)


def _output(path: str | os.PathLike[str]) -> str:
    try:
        name = os.fsdecode(os.fspath(path))
    except TypeError:
        raise OptionError(f"path={path!r}: it must be a path") from None
    if name in ("", "-"):
        raise OptionError(f"path={name!r}: it must be a file's name; batches() and read_arrow() read events without one")
    # A file may have the name of a command, such as cat.
    return name if os.path.basename(name) != name else os.path.join(os.curdir, name)


def _watch(line: Sequence[str], display: Display) -> None:
    """Runs the program, and shows what it says until it says why it fails."""
    reading, writing = _terminal() if display.wants_progress else os.pipe()
    said: list[str] = []
    listener = threading.Thread(target=_listen, args=(reading, display, said), daemon=True)
    child: subprocess.Popen[bytes] | None = None
    try:
        with uninterrupted():
            child = _start(line, reading, writing)
            listener.start()
        exit_code = child.wait()
    except BaseException:
        if child is not None:
            _stop(child)
            listener.join(_PATIENCE_SECONDS[-1])
        raise
    listener.join(_PATIENCE_SECONDS[-1])
    if exit_code != 0:
        raise error_of(exit_code, "\n".join(said))
    for each in said:
        display.line(each)


def _start(line: Sequence[str], reading: int, writing: int) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=writing)
    except OSError as error:
        os.close(reading)
        raise EventsimError(f"{line[0]} cannot be started: {error.strerror}") from error
    finally:
        os.close(writing)


def _terminal() -> tuple[int, int]:
    """Two ends of a terminal of our own: only there the program draws progress. Elsewhere than on POSIX, a pipe."""
    try:
        import pty
    except ImportError:
        return os.pipe()
    return pty.openpty()


def _listen(descriptor: int, display: Display, said: list[str]) -> None:
    """Shows lines until one says why the program ends: that and the following are kept, for the error."""
    for text, is_complete in _pieces(descriptor):
        if said or is_error(text):
            if is_complete and len(said) < _SAID_MOST:
                said.append(text)
        elif is_complete:
            display.line(text)
        else:
            display.progress(text)
    os.close(descriptor)


def _pieces(descriptor: int) -> Iterator[tuple[str, bool]]:
    """Lines, and what is drawn of a line that is not complete."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    while chunk := _read(descriptor):
        *complete, rest = (rest + decoder.decode(chunk)).replace("\r\n", "\n").split("\n")
        for line in complete:
            yield REDRAWN.split(line)[-1], True
        drawn = REDRAWN.split(rest)
        if len(drawn) > 1:
            rest = f"\r\x1b[K{drawn[-1]}"
            yield drawn[-1], False
    if REDRAWN.split(rest)[-1]:
        yield REDRAWN.split(rest)[-1], True


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # Linux says so where the other end of a terminal is closed.
        return b""


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Lets the program end as it does for Ctrl-C, which it has perhaps received too, and leaves no file half written."""
    for number, seconds in zip((signal.SIGINT, signal.SIGTERM, None), _PATIENCE_SECONDS):
        try:
            child.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            if number is not None:
                child.send_signal(number)
    child.kill()
    child.wait()
