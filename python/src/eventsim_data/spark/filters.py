"""Filters of Spark as a shorter window and a single user, where the result provably has the same events.

An earlier end makes the beginning of the same run, ``--write-from`` its rest, and ``--user`` the events of one user of it. All of them keep
every event that a filter selects, and Spark applies the filters again, so that they need not be exact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# Where what leaves depends on more than time and user: the order of arrival, the number of events, the original's one queue.
_BINDING = ("late", "duplicate", "lose", "outage", "burst", "events", "compat")


@dataclass(frozen=True)
class Extent:
    """The part of a run that filters leave: milliseconds since 1970, the end excluded, and the user."""

    start_ms: float = -math.inf
    end_ms: float = math.inf
    user: int | None = None
    is_empty: bool = False

    def between(self, start_ms: float, end_ms: float) -> Extent:
        """What is also in this stretch of time."""
        return replace(self, start_ms=max(self.start_ms, start_ms), end_ms=min(self.end_ms, end_ms))

    def of_user(self, user: int) -> Extent:
        """What is also of this user."""
        return replace(self, user=user, is_empty=self.is_empty or self.user not in (None, user))


def extent_of(filters: Iterable[Any], options: Mapping[str, Any]) -> Extent:
    """The part of a run that all of Spark's filters leave, or more of it."""
    extent = Extent()
    if any(options.get(name) is not None for name in _BINDING):
        return extent
    for each in filters:
        path = getattr(each, "attribute", ())
        if path == ("ts",):
            extent = extent.between(*_times(type(each).__name__, getattr(each, "value", None)))
        elif path == ("userId",) and type(each).__name__ in ("EqualTo", "EqualNullSafe") and _is_user(each.value, options):
            extent = extent.of_user(int(each.value))
    return extent


def _is_user(value: Any, options: Mapping[str, Any]) -> bool:
    """Whether events with this id are those of a user who can be simulated alone. The program writes ids without zeros in front."""
    return options.get("user") is None and isinstance(value, str) and re.fullmatch("0|[1-9][0-9]{0,9}", value) is not None


def _times(kind: str, value: Any) -> tuple[float, float]:
    """The milliseconds that a filter selects: the first, and the one after the last."""
    if kind == "In":
        values = [_milliseconds(each) for each in value if each is not None]
        if any(math.isnan(each) for each in values) or not values:
            return -math.inf, math.inf
        return min(values), max(values) + 1
    at = _milliseconds(value)
    if math.isnan(at):
        return -math.inf, math.inf
    if kind in ("EqualTo", "EqualNullSafe"):
        return at, at + 1
    if kind in ("GreaterThan", "GreaterThanOrEqual"):
        return at, math.inf
    if kind in ("LessThan", "LessThanOrEqual"):
        return -math.inf, at + 1
    return -math.inf, math.inf


def _milliseconds(value: Any) -> float:
    """Not a number for what is no instant, such as a timestamp without a zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return math.floor((value - _EPOCH) / timedelta(milliseconds=1))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return math.nan
