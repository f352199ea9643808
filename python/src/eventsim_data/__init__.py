"""Simulates the users of a site, and reads their events as tables of Arrow, polars and pandas."""

from __future__ import annotations

from .arrow import Batches, batches, read_arrow, read_pandas, read_polars, reader
from .errors import EventsimError, OptionError
from .program import command

__all__ = [
    "Batches",
    "EventsimError",
    "OptionError",
    "batches",
    "command",
    "read_arrow",
    "read_pandas",
    "read_polars",
    "reader",
]
