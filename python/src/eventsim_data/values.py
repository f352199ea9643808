"""Values of Python as texts that the command line reads."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any


def integer(value: Any) -> list[str]:
    """Whole numbers, those of numpy too."""
    if isinstance(value, bool):
        raise TypeError("it must be a whole number")
    if isinstance(value, float) and value.is_integer():
        return [str(int(value))]
    try:
        return [str(operator.index(value))]
    except TypeError:
        raise TypeError("it must be a whole number") from None


def count(value: Any) -> list[str]:
    """Whole numbers, and the command line's 10k or 1G."""
    return [value] if isinstance(value, str) else integer(value)


def number(value: Any) -> list[str]:
    """Any finite number, or a text such as 0.1 %."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (bool, bytes)):
        raise TypeError("it must be a number")
    try:
        read = float(value)
    except (TypeError, ValueError):
        raise TypeError("it must be a number") from None
    if not math.isfinite(read):
        raise ValueError("it must be a finite number")
    # Python writes small numbers with an exponent, which not every option reads.
    return [f"{read:.17f}".rstrip("0").rstrip(".") if abs(read) < 1e-4 and read != 0 else repr(read)]


def text(value: Any) -> list[str]:
    """Texts, and whole numbers where an option takes either, such as acks."""
    return [value] if isinstance(value, str) else integer(value)


def texts(value: Any) -> list[str]:
    """A text, several of them, or for headers a dictionary."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [f"{name}={each}" for name, each in value.items()]
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return list(value)
    raise TypeError("it must be a text or a list of texts")


def path(value: Any) -> list[str]:
    """Names of files: texts and paths."""
    try:
        name = os.fspath(value)
    except TypeError:
        raise TypeError("it must be a path") from None
    return [os.fsdecode(name)]


def instant(value: Any) -> list[str]:
    """Times with a zone, times without one as UTC, dates, and whatever text the command line reads."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, datetime):
        exact = value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
        if exact.microsecond % 1000 != 0 or getattr(exact, "nanosecond", 0) != 0:
            raise ValueError("it must be a whole number of milliseconds")
        return [f"{datetime.isoformat(exact.replace(tzinfo=None), timespec='milliseconds')}Z"]
    if isinstance(value, date):
        return [value.isoformat()]
    raise TypeError("it must be a datetime, a date or a text such as '2026-01-31T18:30:00'")


def duration(value: Any) -> list[str]:
    """A timedelta, or a text such as 30s."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, timedelta):
        raise TypeError("it must be a timedelta or a text such as '30s'")
    if value.microseconds != 0:
        raise ValueError("it must be a whole number of seconds")
    return [f"{value.days * 86_400 + value.seconds}s"]


def share(value: Any) -> list[str]:
    """One of several equal parts of the users: (2, 8) is the second of eight, as 2/8 on the command line."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError("it must be a pair such as (2, 8), the second share of eight")
    [number_of_share], [shares] = integer(value[0]), integer(value[1])
    return [f"{number_of_share}/{shares}"]


def memory(value: Any) -> list[str]:
    """Bytes, or a text such as 4g."""
    return [value] if isinstance(value, str) else integer(value)


def _flag(is_given_for: bool) -> Callable[[Any], list[str]]:
    def convert(value: Any) -> list[str]:
        if not isinstance(value, bool):
            raise TypeError("it must be True or False")
        return [""] if value is is_given_for else []

    return convert


CONVERTERS: Mapping[str, Callable[[Any], list[str]]] = {
    "count": count,
    "duration": duration,
    "instant": instant,
    "integer": integer,
    "memory": memory,
    "number": number,
    "off": _flag(False),
    "on": _flag(True),
    "path": path,
    "share": share,
    "text": text,
    "texts": texts,
}
