"""The data source ``eventsim`` of Spark 4: each partition is a share of the users, which its task simulates."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

try:
    from pyspark.sql.datasource import DataSource, DataSourceReader, DataSourceStreamReader, InputPartition
except ImportError:
    raise ImportError("the data source needs PySpark 4 (pip install 'pyspark>=4'); Spark 3.5 has the job spark-write") from None

from ..arrow import batches
from ..errors import EventsimError, OptionError
from .columns import check_schema, converter, schema_of
from .filters import Extent, extent_of
from .options import Given, read_options
from .resolve import Run, resolve

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql.types import StructType

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class EventsimDataSource(DataSource):
    """Events of a simulation as a table or as a stream.

    Options are those of the program (``users``, ``start``, ``end``, ``seed``, ``config``, ``growthRate`` ...), and ``partitions``: the
    number of shares of the users. Without it there is one for each core of the driver's machine, or, where
    :func:`eventsim_data.spark.register` has registered this, of the cluster.
    """

    default_partitions = 0

    @classmethod
    def with_partitions(cls, count: int) -> type[EventsimDataSource]:
        """The data source with another number of partitions where no option sets it. Spark sends it to the cluster by value."""
        return type("EventsimDataSource", (cls,), {"default_partitions": count, "__module__": "__main__"})

    @classmethod
    def name(cls) -> str:
        """The name for ``spark.read.format``."""
        return "eventsim"

    def schema(self) -> StructType:
        """The fields of the run's events. Called on the driver, so this is where wrong options are refused."""
        return schema_of(self._resolve()[1].fields)

    def reader(self, schema: StructType) -> DataSourceReader:
        """Reads the whole run."""
        given, run = self._resolve()
        for name, value in (("secondsPerTrigger", given.seconds_per_trigger), ("speed", given.speed)):
            if value is not None:
                raise OptionError(f"option {name}: is for streams; leave it out, or write readStream")
        return Reader(run, schema, self._count(given, run))

    def streamReader(self, schema: StructType) -> DataSourceStreamReader:  # noqa: N802
        """Reads the run piece by piece, as a stream."""
        from .stream import StreamReader

        given, run = self._resolve()
        return StreamReader(given, run, schema, self._count(given, run))

    def _resolve(self) -> tuple[Given, Run]:
        given = read_options(self.options)
        # A stream by the clock has the future: it begins now, and its end is so far away that nobody meets it.
        usual = {"start": "now", "end": "+3650d"} if given.speed is not None else {}
        if any(name in given.run for name in ("start", "from_days")):
            usual.pop("start", None)
        if any(name in given.run for name in ("end", "to_days")):
            usual.pop("end", None)
        return given, resolve({**usual, **given.run})

    def _count(self, given: Given, run: Run) -> int:
        # These make a run of one piece.
        if any(run.options.get(name) is not None for name in ("user", "events", "compat")):
            return 1
        return min(given.partitions or self.default_partitions or os.cpu_count() or 1, run.users)


class Share(InputPartition):
    """A partition: the number of the share, and how many there are."""

    def __init__(self, number: int, count: int) -> None:
        self.number = number
        self.count = count


class _Pushing:
    """The reader's ``pushFilters``.

    Spark 4 refuses a reader that has this method of its own where its configuration does not let filters be pushed, even if there are none.
    It compares functions; this one says that it is the inherited one, and is then simply not called.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.__func__ = getattr(DataSourceReader, "pushFilters", None)

    def __call__(self, filters: list[Any]) -> Iterable[Any]:
        self.reader.extent = extent_of(filters, self.reader.run.options)
        return filters


class Reader(DataSourceReader):
    """Plans the partitions on the driver, and reads each of them in a task."""

    def __init__(self, run: Run, schema: StructType, count: int) -> None:
        check_schema(schema, run.fields)
        self.run = run
        self.columns = schema
        self.count = count
        self.extent = Extent()

    @property
    def pushFilters(self) -> _Pushing:  # noqa: N802
        """Narrows the run to what Spark's filters select, and leaves it to Spark to apply them."""
        return _Pushing(self)

    def partitions(self) -> list[InputPartition]:
        """The shares; a single user is in one of them, and is read without the others."""
        if changes_for(self.run, self.extent) is None:
            return []
        if self.extent.user is not None or self.count == 1:
            return [Share(1, 1)]
        return [Share(number + 1, self.count) for number in range(self.count)]

    def read(self, partition: InputPartition) -> Iterator[pyarrow.RecordBatch]:
        """Simulates a share. Spark reads nothing of it with a partition that is not one, where there are none."""
        changes = changes_for(self.run, self.extent)
        if changes is None or not isinstance(partition, Share):
            return iter(())
        return read_share(self.run, self.columns, partition, changes)


def changes_for(run: Run, extent: Extent) -> dict[str, Any] | None:
    """The options by which a run is only a part of itself; None where nothing is left of it."""
    start_ms, end_ms = max(extent.start_ms, run.start_ms), min(extent.end_ms, run.end_ms)
    if extent.is_empty or start_ms >= end_ms:
        return None
    changes: dict[str, Any] = {}
    if start_ms > run.start_ms:
        changes["write_from"] = instant(start_ms)
    if end_ms < run.end_ms:
        changes["end"] = instant(end_ms)
    if extent.user is not None:
        changes["user"] = extent.user
    return changes


def instant(milliseconds: float) -> str:
    """Milliseconds since 1970 as the program reads them."""
    return f"{(_EPOCH + timedelta(milliseconds=math.floor(milliseconds))).isoformat(timespec='milliseconds')[:-6]}Z"


def read_share(run: Run, schema: StructType, share: Share, changes: Mapping[str, Any]) -> Iterator[pyarrow.RecordBatch]:
    """Simulates a share of a run, and yields its batches with the columns of a schema."""
    convert = converter(schema)
    pair = (share.number, share.count) if share.count > 1 else None
    with run.arguments(**{"workers": 1, **changes}) as options:
        try:
            with batches(share=pair, **options) as made:
                for batch in made:
                    yield convert(batch)
        except EventsimError as error:
            # A filter may ask for a user whom the run does not have.
            if "user" not in changes or "there is no such user" not in str(error):
                raise
