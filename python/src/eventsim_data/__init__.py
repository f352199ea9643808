"""Simulates the users of a site; reads their events as tables of Arrow, polars and pandas, or writes them to files."""

from __future__ import annotations

from .arrow import Batches, batches, read_arrow, read_pandas, read_polars, reader
from .errors import EventsimError, OptionError
from .generate import generate
from .program import command

__all__ = [
    "Batches",
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
