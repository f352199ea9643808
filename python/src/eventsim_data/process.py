"""A run of the program that makes events for this process."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from .errors import EventsimError, error_of

# Linux's fcntl(2) command, which Python knows by name from 3.10 on, and the capacity that needs no privilege.
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 1 << 20
# Of what the program says, the end is kept: 256 pieces of at most 4 KiB.
_PIECES = 256
_PIECE_CHARACTERS = 4096
_PATIENCE_SECONDS = 5


class Process:
    """The program, started; its standard error is read all the time, so that it never waits for it."""

    def __init__(self, command: Sequence[str], output: int = subprocess.PIPE) -> None:
        """Starts it.

        :param output: a descriptor for its standard output, which is a pipe without one
        :raises EventsimError: where it cannot be started
        """
        with uninterrupted():
            try:
                self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE)
            except OSError as error:
                raise EventsimError(f"{command[0]} cannot be started: {error.strerror}") from error
            assert self._child.stderr is not None
            self._owner = os.getpid()
            self._said: deque[str] = deque(maxlen=_PIECES)
            self._listener = threading.Thread(target=_listen, args=(self._child.stderr, self._said), daemon=True)
            self._listener.start()
            if self._child.stdout is not None:
                _widen(self._child.stdout.fileno())

    def __del__(self) -> None:
        # An interrupt that waited for the start comes before anybody has the object.
        if hasattr(self, "_listener"):
            self.stop()

    @property
    def output(self) -> IO[bytes]:
        """The pipe."""
        assert self._child.stdout is not None
        return self._child.stdout

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._child.pid

    def finish(self) -> None:
        """Waits for the end, after a pipe has been read to its end.

        :raises EventsimError: where the program failed
        """
        self._close()
        exit_code = self._child.wait()
        self._listener.join(_PATIENCE_SECONDS)
        if exit_code != 0:
            raise error_of(exit_code, "".join(self._said))

    def failure(self) -> EventsimError | None:
        """Why the output ended too early; None where the program is content. It ends now, if it has not."""
        self._close()
        try:
            exit_code = self._child.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.stop()
            return None
        self._listener.join(_PATIENCE_SECONDS)
        return error_of(exit_code, "".join(self._said)) if exit_code != 0 else None

    def stop(self) -> None:
        """Ends the program, if it has not ended. Safe to call again."""
        if os.getpid() != self._owner:
            return  # A fork has a copy of this object; the program is not its own.
        if self._child.poll() is None:
            self._child.terminate()
        self._close()
        try:
            self._child.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._listener.ident is not None:
            self._listener.join(_PATIENCE_SECONDS)

    def _close(self) -> None:
        if self._child.stdout is not None:
            self._child.stdout.close()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back while the program is started: within Popen it would leave a process that nobody knows.

    Python hears signals in its main thread only; where the caller has a handler of its own, that stays.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def _listen(stream: IO[bytes], said: deque[str]) -> None:
    """Reads what the program says. It knows no process, since one that its thread knew would never be dropped."""
    with stream:
        for line in iter(lambda: stream.readline(_PIECE_CHARACTERS), b""):
            said.append(line.decode("utf-8", "replace"))


def _widen(descriptor: int) -> None:
    """Gives a pipe the capacity that a batch of the program has; elsewhere than on Linux it stays as it is."""
    try:
        import fcntl

        fcntl.fcntl(descriptor, _F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, OSError):
        pass
