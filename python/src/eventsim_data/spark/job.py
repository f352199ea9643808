"""A run that the tasks of a cluster write: its command, the same on every machine, and where its files go."""

from __future__ import annotations

import os
import posixpath
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import OptionError
from .resolve import describe

# What the tasks decide, or what has no meaning for files that several machines write.
_REFUSED = {
    "--part": "the tasks are the shares; --tasks sets how many",
    "--user": "a single user needs no cluster",
    "--events": "it counts the events of the whole run, of which no task knows the others'",
    "--compat": "the original's engine has one queue for all users, so it makes no shares",
    "--continuous": "tasks end; send a live run from one machine, or read it as a stream",
    "--kafkaBrokerList": "the tasks write files",
    "--manifest": "each share has its own, in the folder .eventsim",
    "--resume": "a task that fails is made again as a whole; run the job again, and the shares that are there stay",
    "--only-parts": "the tasks write all files",
    "--truth": "each task would write this file",
    "--trace": "each task would write this file",
    "--answers": "each task would write this file, with the answers of its share",
    "--metrics-port": "each task would open this port",
    "--dashboard": "each task would serve a page of its own",
    "--dashboard-port": "each task would open this port",
}


@dataclass(frozen=True)
class Job:
    """What each task gets."""

    arguments: tuple[str, ...]
    """Options of the program, with a window that does not depend on the day, without its configuration."""
    config: str | None
    """The text of the configuration, which the other machines need not have."""
    folder: str
    """Where the files go: a folder that all machines see, or an address of Hadoop's file systems."""
    name: str
    """The files' name below the folder, with ``{share}`` in it."""
    shares: int
    uuid: str
    """Names what the attempts of this job leave."""

    def share_name(self, number: int) -> str:
        """``2-of-8``, with as many digits as the last one has, as ``{share}`` in a name becomes."""
        width = len(str(self.shares))
        return f"{number:0{width}}-of-{self.shares}"


def plan(arguments: Sequence[str], shares: int) -> Job:
    """Checks a command, before anything runs.

    :raises EventsimError: with the program's own message, for whatever it refuses
    :raises OptionError: for what a job cannot do
    """
    options, output = _split(arguments)
    _refuse(options)
    folder, name = _place(output)
    rest, config = _without_config(options)
    said = describe([*options, f"--part=1/{shares}", name])
    window = said["window"]
    text = None
    if config is not None:
        with open(config, encoding="utf-8") as file:
            text = file.read()
    pinned = (*rest, f"--start-time={window['start']}", f"--end-time={window['end']}")
    return Job(pinned, text, folder, name, shares, uuid.uuid4().hex)


def _split(arguments: Sequence[str]) -> tuple[list[str], str]:
    if not arguments or arguments[-1].startswith("-"):
        raise OptionError("name the files at the end of the command, such as /shared/events.parquet or hdfs://host/events.json.lz4")
    return list(arguments[:-1]), arguments[-1]


def _refuse(options: Sequence[str]) -> None:
    for each in options:
        why = _REFUSED.get(each.split("=", 1)[0])
        if why is not None:
            raise OptionError(f"{each.split('=', 1)[0]}: {why}; leave it out")


def _place(output: str) -> tuple[str, str]:
    """The folder, and the name below it: from the first field or the last part on. ``{share}`` is inserted where it is not there."""
    address = re.match(r"([a-z][a-z0-9+.-]*)://", output)
    if address is None or address[1] == "file":
        path = re.sub(r"^file:/+", "/", output)
        output = os.path.abspath(path) + ("/" if path.endswith("/") else "")
    field = output.find("{")
    cut = output.rfind("/", 0, field) if field >= 0 else output.rfind("/")
    folder, name = output[:cut] or "/", output[cut + 1 :]
    if name == "" or (address is not None and address[1] != "file" and cut < len(address[0])):
        raise OptionError(f"{output}: is the name of a folder; name files in it, such as {output.rstrip('/')}/events.parquet")
    return folder, name if "{share}" in name else _with_share(name)


def _with_share(name: str) -> str:
    """``events.json.lz4`` becomes ``events-{share}.json.lz4``."""
    head, base = posixpath.split(name)
    dot = base.find(".", 1)
    at = dot if dot >= 0 else len(base)
    return posixpath.join(head, f"{base[:at]}-{{share}}{base[at:]}")


def _without_config(options: Sequence[str]) -> tuple[list[str], str | None]:
    rest: list[str] = []
    config: str | None = None
    words = iter(options)
    for word in words:
        if word in ("-c", "--config"):
            config = next(words, None)
        elif word.startswith("--config="):
            config = word.split("=", 1)[1]
        elif re.match("-c.", word):
            config = word[2:].lstrip("=")
        else:
            rest.append(word)
    return rest, config


def to_row(result: dict[str, Any]) -> tuple[int, int, int, int]:
    """What the driver adds up of a task's result."""
    return result["share"], result["files"], result["events"], result["bytes"]
