"""Simulates the users of a site; reads their events as tables of Arrow, polars and pandas, or writes them to files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .arrow import Batches, batches, read_arrow, read_pandas, read_polars, reader
from .errors import EventsimError, OptionError
from .generate import generate
from .program import command

if TYPE_CHECKING:
    from .spark import EventsimDataSource

__all__ = [
    "Batches",
    "EventsimDataSource",
    "EventsimError",
    "OptionError",
    "batches",
    "command",
    "generate",
    "read_arrow",
    "read_pandas",
    "read_polars",
    "reader",
]


def __getattr__(name: str) -> Any:
    # Only Spark 4 has data sources of Python, and most who use the package have no Spark.
    if name == "EventsimDataSource":
        from .spark import EventsimDataSource

        return EventsimDataSource
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
