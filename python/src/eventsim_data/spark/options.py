"""Spark's options, whose names have no case and whose values are texts, as options of the program."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import OptionError
from ..options import OPTIONS

# What the partitions decide, and files that each of them would write.
_REFUSED = {
    "share": "the partitions are the shares; the option partitions sets how many",
    "truth": "each partition would write this file; leave it out",
    "trace": "each partition would write this file; leave it out",
    "metrics_port": "each partition would open this port; leave it out",
}


@dataclass(frozen=True)
class Given:
    """What a caller of Spark has asked for."""

    run: Mapping[str, Any] = field(default_factory=dict)
    """Options of the program, as keyword arguments."""
    partitions: int | None = None
    seconds_per_trigger: int | None = None
    speed: float | None = None


def read_options(options: Mapping[str, str]) -> Given:
    """Reads the options of ``spark.read.format("eventsim")``.

    :raises OptionError: with all unknown names and unfit values
    """
    run: dict[str, Any] = {}
    own: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in options.items():
        key = _key(name)
        try:
            if key in _OWN:
                target, read = _OWN[key]
                own[target] = read(text)
            elif key in _NAMES:
                run[_NAMES[key]] = _value(OPTIONS[_NAMES[key]].kind, text)
            else:
                raise ValueError(_unknown(name, key))
        except ValueError as error:
            problems.append(f"option {name}: {error}")
    for name, why in _REFUSED.items():
        if name in run:
            problems.append(f"option {name}: {why}")
    if problems:
        raise OptionError("\n".join(problems))
    return Given(run, **own)


def _key(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


_NAMES = {
    **{_key(option.flag): name for name, option in OPTIONS.items() if option.is_for_reading},
    **{_key(name): name for name, option in OPTIONS.items() if option.is_for_reading},
}


def _positive(text: str) -> int:
    if re.fullmatch(r"\d{1,9}", text.strip()) and int(text) > 0:
        return int(text)
    raise ValueError(f"{text!r} is not a whole number from 1 on")


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if 0.01 <= speed <= 1_000_000:
        return speed
    raise ValueError(f"{text!r} is not a factor from 0.01 to 1000000, the simulated seconds in a real one")


def _flag(text: str) -> bool:
    if text.strip().lower() in ("true", "false"):
        return text.strip().lower() == "true"
    raise ValueError(f"{text!r} is neither true nor false")


_OWN: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "partitions": ("partitions", _positive),
    "secondspertrigger": ("seconds_per_trigger", _positive),
    "speed": ("speed", _speed),
}


def _value(kind: str, text: str) -> Any:
    if kind in ("on", "off"):
        return _flag(text)
    if kind == "texts":
        return [each.strip() for each in text.split(",")]
    if kind == "integer":
        if re.fullmatch(r"[+-]?\d{1,20}", text.strip()):
            return int(text)
        raise ValueError(f"{text!r} is not a whole number")
    return text


def _unknown(name: str, key: str) -> str:
    if key == "path":
        return "a simulation has no path: write load() without one"
    near = difflib.get_close_matches(key, [*_NAMES, *_OWN], 1, 0.6)
    known = _NAMES.get(near[0], near[0]) if near else ""
    if _key(name) in {_key(each) for each in OPTIONS}:
        return "it concerns files, which Spark writes itself: df.write has options for them"
    return "there is no such option" + (f"; did you mean {known}?" if known else "")
