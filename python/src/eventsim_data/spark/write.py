"""``spark-write``: lets the tasks of a Spark cluster write the files of a run, each the share of its users.

For Spark 3.5 and 4. It is a command for ``spark-submit``, and :func:`write` does the same from a program that has a session.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import EventsimError, OptionError
from . import hadoop, local
from .job import Job, plan, to_row
from .task import run_share

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import SparkSession

_HELP = """usage: spark-write [--tasks COUNT] [--arrow] [--master URL | --remote URL] COMMAND... OUTPUT

Lets the tasks of a Spark cluster write the files of a run, each the share of its users. COMMAND are the options of eventsim, OUTPUT is
the name of the files: in a folder that all machines see, or in HDFS.

  --tasks COUNT   tasks, which are the shares of the users (default: the cores of the cluster)
  --arrow         run the tasks by mapInArrow instead of an RDD, which needs pyarrow on each machine
  --master URL    the cluster, where spark-submit does not name it
  --remote URL    the cluster, by Spark Connect, which implies --arrow and needs --tasks

Examples:
  spark-submit .../submit.py --tasks 64 -n 10M -s 2026-01-05 -e 2026-01-12 /shared/week/events.parquet
  spark-submit .../submit.py --tasks 64 -n 10M -s 2026-01-05 -e 2026-01-12 hdfs://namenode/week/events.json.lz4 --lz4-framing hadoop
"""


@dataclass(frozen=True)
class Written:
    """What a job has written: the sums of its shares."""

    shares: int
    files: int
    events: int
    bytes: int


def write(spark: SparkSession, arguments: Sequence[str], *, tasks: int | None = None, arrow: bool = False) -> Written:
    """Writes the files of a run with the tasks of a cluster.

    A share whose manifest is there already is kept, so a job that failed can be started again.

    :param arguments: the command line of eventsim, the files' name last
    :param tasks: the shares of the users; the cluster's cores if absent
    :param arrow: run the tasks by ``mapInArrow`` instead of an RDD, as a session of Spark Connect always does
    :raises EventsimError: where the command is wrong; where a task fails for good, Spark's own error has its message
    """
    return _write(spark, plan(arguments, tasks or _cores(spark)), arrow)


def _write(spark: SparkSession, job: Job, arrow: bool) -> Written:
    try:
        results = _by_arrow(spark, job) if arrow or _is_remote(spark) else _by_rdd(spark, job)
    finally:
        _clean(spark, job)
    found = {share for share, *_ in results}
    if found != set(range(1, job.shares + 1)):
        raise EventsimError(f"{len(found)} of {job.shares} shares came back from the cluster")
    return Written(job.shares, *(sum(each[at] for each in results) for at in (1, 2, 3)))


def _clean(spark: SparkSession, job: Job) -> None:
    """Removes what attempts have left. A client of Spark Connect need not reach the files, nor have Java, so a task does it there."""
    if _is_remote(spark):
        spark.range(1).mapInArrow(partial(_clean_in_task, job), "id long").collect()
    else:
        _clean_here(job)


def _clean_here(job: Job) -> None:
    (hadoop if "://" in job.folder else local).clean(job)


def _clean_in_task(job: Job, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        if batch.num_rows > 0:
            _clean_here(job)
        yield batch


def _is_remote(spark: SparkSession) -> bool:
    """Whether a session is one of Spark Connect, which has no RDDs."""
    return type(spark).__module__.startswith("pyspark.sql.connect")


def _cores(spark: SparkSession) -> int:
    try:
        return int(spark.sparkContext.defaultParallelism)
    except Exception:  # PySpark has had several classes for what Spark Connect lacks.
        raise OptionError("--tasks: Spark Connect does not say how many cores the cluster has; set the number of tasks") from None


def _row(job: Job, number: int) -> tuple[int, int, int, int]:
    return to_row(run_share(job, number))


def _by_rdd(spark: SparkSession, job: Job) -> list[tuple[int, int, int, int]]:
    numbers = spark.sparkContext.parallelize(range(1, job.shares + 1), job.shares)
    return list(numbers.map(partial(_row, job)).collect())


def _batches(job: Job, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        for number in batch.column(0).to_pylist():
            columns = [pyarrow.array([value], pyarrow.int64()) for value in _row(job, number)]
            yield pyarrow.RecordBatch.from_arrays(columns, names=["share", "files", "events", "bytes"])


def _by_arrow(spark: SparkSession, job: Job) -> list[tuple[int, int, int, int]]:
    numbers = spark.range(1, job.shares + 1, 1, job.shares)
    made = numbers.mapInArrow(partial(_batches, job), "share long, files long, events long, bytes long")
    return [tuple(row) for row in made.collect()]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command ``spark-write``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        own, rest = _own(given)
        if "help" in own:
            print(_HELP, end="")
            return 0
        written = _run(own, rest)
    except EventsimError as error:
        print(f"eventsim spark-write: {error}", file=sys.stderr)
        return 2 if error.exit_code == 2 else 1
    print(f"{written.shares} shares: {written.files} files, {written.events:,} events, {written.bytes:,} bytes in {rest[-1]}")
    return 0


def _run(own: dict[str, Any], rest: Sequence[str]) -> Written:
    # A wrong command is refused before the cluster is asked for anything.
    job = plan(rest, own.get("tasks", 1))
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EventsimError("PySpark is not there: run this with spark-submit, or pip install pyspark") from None
    builder = SparkSession.builder.appName("eventsim")
    if "remote" in own:
        builder = builder.remote(own["remote"])
    elif "master" in own:
        builder = builder.master(own["master"])
    spark = builder.getOrCreate()
    try:
        if "tasks" not in own:
            job = plan(rest, _cores(spark))
        return _write(spark, job, "arrow" in own)
    finally:
        spark.stop()
        if not _is_remote(spark):
            # Spark ends a task that it has run twice only now, which may have begun to write after the first time.
            _clean_here(job)


def _own(arguments: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Takes the options of this command out of a command line."""
    own: dict[str, Any] = {}
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word in ("-h", "--help"):
            own["help"] = True
        elif word == "--arrow":
            own["arrow"] = True
        elif name in ("--tasks", "--master", "--remote"):
            own[name[2:]] = value if equals else next(words, "")
        else:
            rest.append(word)
    if "tasks" in own:
        if not own["tasks"].isascii() or not own["tasks"].isdigit() or not 1 <= int(own["tasks"]) <= 999_999:
            raise OptionError(f"--tasks {own['tasks']}: must be a whole number from 1 to 999999")
        own["tasks"] = int(own["tasks"])
    return own, rest


if __name__ == "__main__":
    sys.exit(main())
