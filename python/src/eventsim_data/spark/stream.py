"""A run as a stream: an offset is a second of the run, and a micro-batch is what happens between two of them."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyspark.sql.datasource import DataSourceStreamReader, InputPartition

try:
    from pyspark.sql.streaming.datasource import SupportsTriggerAvailableNow
except ImportError:
    raise ImportError("streams of eventsim need PySpark 4.2, where a source learns from which offset it goes on") from None

from ..errors import EventsimError, OptionError
from .columns import check_schema
from .options import Given
from .resolve import Run, resolve
from .source import Share, instant, read_share

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql.types import StructType

_DEFAULT_SECONDS = 3600
# Where what leaves depends on more than the time of an event.
_REFUSED = ("late", "duplicate", "lose", "outage", "burst", "events", "compat")


class Piece(Share):
    """A partition of a micro-batch: a share, from one second of the run to another."""

    def __init__(self, number: int, count: int, changes: dict[str, Any]) -> None:
        super().__init__(number, count)
        self.changes = changes


class StreamReader(DataSourceStreamReader, SupportsTriggerAvailableNow):
    """Reads a run in micro-batches: so many simulated seconds each, or as far as the clock has come.

    An offset has the run's start and its id, too: a checkpoint goes on with the run that it is of, on whatever day, and with no other.
    """

    def __init__(self, given: Given, run: Run, schema: StructType, count: int) -> None:
        check_schema(schema, run.fields)
        for name in _REFUSED:
            if run.options.get(name) is not None:
                raise OptionError(f"option {name}: a stream has the events in the order in which they happen; leave it out")
        self.run = run
        self.columns = schema
        self.count = count
        self.speed = given.speed
        self.seconds = given.seconds_per_trigger or (None if given.speed else _DEFAULT_SECONDS)
        self.stopped: float | None = None
        self.ids: dict[int, str] = {}

    def initialOffset(self) -> dict[str, Any]:  # noqa: N802
        """Where a stream without a checkpoint begins: at the start of the run, whose clock starts now."""
        start_ms = self.run.start_ms
        return {"run": self._id(start_ms), "startMs": start_ms, "second": 0, "began": int(time.time())}

    def latestOffset(self, start: dict[str, Any], limit: Any) -> dict[str, Any]:  # noqa: N802
        """How far the next micro-batch goes."""
        self._check(start)
        last = math.ceil((self.run.end_ms - start["startMs"]) / 1000)
        if self.speed is not None:
            now = time.time() if self.stopped is None else self.stopped
            last = min(last, math.floor((now - start["began"]) * self.speed))
        if self.seconds is not None:
            last = min(last, start["second"] + self.seconds)
        return {**start, "second": max(start["second"], last)}

    def prepareForTriggerAvailableNow(self) -> None:  # noqa: N802
        """From here on the clock stands still."""
        self.stopped = time.time()

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> list[InputPartition]:
        """The shares of a micro-batch."""
        self._check(end)
        start_ms = start["startMs"]
        if start["second"] >= end["second"]:
            return []
        changes = {"start": instant(start_ms), "end": instant(start_ms + end["second"] * 1000)}
        if start["second"] > 0:
            changes["write_from"] = instant(start_ms + start["second"] * 1000)
        return [Piece(number + 1, self.count, changes) for number in range(self.count)]

    def read(self, partition: InputPartition) -> Iterator[pyarrow.RecordBatch]:
        """Simulates a share up to the end of the micro-batch, and writes from its start on."""
        if not isinstance(partition, Piece):
            return iter(())
        return read_share(self.run, self.columns, partition, partition.changes)

    def _check(self, offset: dict[str, Any]) -> None:
        """Refuses the checkpoint of another run."""
        if offset["run"] != self._id(offset["startMs"]):
            raise EventsimError(
                "the checkpoint is of another run: its options decide other events. Start with the options that it was made with, or with "
                "another checkpointLocation",
                2,
            )

    def _id(self, start_ms: int) -> str:
        """The id of the run, which does not depend on its end."""
        if start_ms not in self.ids:
            with self.run.arguments(start=instant(start_ms), end=instant(start_ms + 1000)) as options:
                self.ids[start_ms] = resolve(options).id
        return self.ids[start_ms]
