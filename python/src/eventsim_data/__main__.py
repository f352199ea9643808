"""The command ``eventsim``, which is also ``python -m eventsim_data``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from .errors import EventsimError
from .program import command


def main() -> int:
    """Runs the program with this process's arguments; where the system can, in the place of this process."""
    try:
        line = command(sys.argv[1:])
        if os.name == "nt":
            return subprocess.run(line, check=False).returncode
        _keep_output_closed()
        # Python ignores this signal, and what is started inherits that.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execvp(line[0], line)
    except EventsimError as error:
        print(f"eventsim: {error}", file=sys.stderr)
    except OSError as error:
        print(f"eventsim: {line[0]} cannot be started: {error.strerror}", file=sys.stderr)
    return 1


def _keep_output_closed() -> None:
    """Where standard output is closed, Node would write into /dev/null; writing to a descriptor for reading fails, as it should."""
    try:
        os.fstat(1)
    except OSError:
        descriptor = os.open(os.devnull, os.O_RDONLY)
        if descriptor != 1:
            os.dup2(descriptor, 1)
        os.set_inheritable(1, True)


if __name__ == "__main__":
    sys.exit(main())
