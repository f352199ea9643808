"""What a run is, as the program itself says: its window, its users and its fields, the same for all tasks."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..errors import EventsimError, error_of
from ..options import to_arguments
from ..program import command

_MOST_CONFIG_BYTES = 16 << 20
# These are relative to the day on which they are read.
_WINDOW = ("start", "end", "from_days", "to_days", "now")


@dataclass(frozen=True)
class Field:
    """A field of an event."""

    name: str
    type: str
    """``string``, ``int32``, ``int64``, ``double`` or ``instant``."""
    nullable: bool


@dataclass(frozen=True)
class Run:
    """A run with a window that no longer depends on the day, which any machine can make."""

    options: Mapping[str, Any]
    """Keyword arguments of the program, without its configuration."""
    config: str | None
    """The text of the configuration, which the other machines need not have."""
    id: str
    start_ms: int
    end_ms: int
    users: int
    fields: tuple[Field, ...]

    @contextmanager
    def arguments(self, **changes: Any) -> Iterator[dict[str, Any]]:
        """The keyword arguments with changes; the configuration is in a file as long as they are used."""
        options = {**self.options, **changes}
        if self.config is None:
            yield options
            return
        with tempfile.TemporaryDirectory(prefix="eventsim-") as folder:
            path = os.path.join(folder, "config.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.config)
            yield {**options, "config": path}


def resolve(options: Mapping[str, Any]) -> Run:
    """Asks the program what a run with these options is.

    :raises EventsimError: with the program's own message, for whatever it refuses
    """
    said = describe(to_arguments(options, reading=True, caller="eventsim"))
    config = options.get("config")
    rest = {name: value for name, value in options.items() if name not in _WINDOW and name != "config"}
    return Run(
        options={**rest, "start": said["window"]["start"], "end": said["window"]["end"]},
        config=None if config is None else _read(config),
        id=said["id"],
        start_ms=said["window"]["startMs"],
        end_ms=said["window"]["endMs"],
        users=said["users"],
        fields=tuple(Field(each["name"], each["type"], each["nullable"]) for each in said["fields"]),
    )


def describe(arguments: Sequence[str]) -> dict[str, Any]:
    """What ``eventsim id --json`` says about a command.

    :raises EventsimError: with the program's own message
    """
    done = subprocess.run(command(["id", "--json", *arguments]), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        raise error_of(done.returncode, done.stderr.decode("utf-8", "replace"))
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _read(path: Any) -> str:
    with open(path, encoding="utf-8") as file:
        text = file.read(_MOST_CONFIG_BYTES + 1)
    if len(text) > _MOST_CONFIG_BYTES:
        raise EventsimError(f"{path}: is larger than 16 MiB, too much to send to every task", 2)
    return text
