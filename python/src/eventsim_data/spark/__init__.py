"""Spark: a data source for Spark 4, as tables and as streams, and a job with which a cluster writes files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from .source import EventsimDataSource

__all__ = ["EventsimDataSource", "register"]


def __getattr__(name: str) -> Any:
    # Spark 3.5, whose job needs this package too, has no data sources of Python.
    if name == "EventsimDataSource":
        from .source import EventsimDataSource

        return EventsimDataSource
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def register(spark: SparkSession) -> None:
    """Registers the data source ``eventsim``, with a partition for each core of the cluster, and lets Spark push filters down to it.

    ``spark.dataSource.register(EventsimDataSource)`` registers it alone; it then makes a partition for each core of the driver's machine.
    """
    from .source import EventsimDataSource

    spark.conf.set("spark.sql.python.filterPushdown.enabled", "true")
    spark.dataSource.register(EventsimDataSource.with_partitions(_parallelism(spark)))


def _parallelism(spark: SparkSession) -> int:
    """The cores of the cluster, as far as they are known; a client of Spark Connect learns them from the configuration alone."""
    try:
        return int(spark.sparkContext.defaultParallelism)
    except Exception:  # PySpark has had several classes for what Spark Connect lacks.
        return int(spark.conf.get("spark.default.parallelism", "0") or 0)
