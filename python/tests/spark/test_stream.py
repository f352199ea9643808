"""Streams: micro-batches of a run, which are the run, whatever stops between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import AS_FLAGS, WEEK, printed, rows_of
from pyspark.sql import SparkSession

pytest.importorskip("pyspark.sql.streaming.datasource", reason="sources of Python go on from an offset since Spark 4.2")

from eventsim_data import spark as ours
from eventsim_data.spark.source import EventsimDataSource


@pytest.fixture(scope="module")
def session(spark: SparkSession) -> SparkSession:
    ours.register(spark)
    return spark


def stream(session: SparkSession, folder: Path, **options: str) -> Any:
    frame = session.readStream.format("eventsim").options(**{**WEEK, "partitions": "2", **options}).load()
    writer = frame.writeStream.format("parquet").option("path", str(folder / "out"))
    return writer.option("checkpointLocation", str(folder / "checkpoint"))


def test_restarts_make_the_run_exactly_once(session: SparkSession, tmp_path: Path) -> None:
    # A day each, of three days; the query is stopped in the middle, wherever that is, and the second one ends with the window.
    query = stream(session, tmp_path, secondsPerTrigger="86400").start()
    while not query.recentProgress and query.exception() is None:
        query.awaitTermination(1)
    query.stop()
    again = stream(session, tmp_path, secondsPerTrigger="86400").trigger(availableNow=True).start()
    again.awaitTermination()
    assert again.exception() is None
    assert rows_of(session.read.parquet(str(tmp_path / "out"))) == printed(*AS_FLAGS)
    other = stream(session, tmp_path, secondsPerTrigger="86400", seed="7").trigger(availableNow=True).start()
    with pytest.raises(Exception, match="the checkpoint is of another run"):
        other.awaitTermination()


def reader_of(options: dict[str, str]) -> Any:
    source = EventsimDataSource({**WEEK, **options})
    return source.streamReader(source.schema())


def test_a_micro_batch_that_failed_is_made_again_from_its_offsets() -> None:
    reader = reader_of({"secondsPerTrigger": "3600", "partitions": "1"})
    start = reader.initialOffset()
    first = reader.latestOffset(start, None)
    second = reader.latestOffset(first, None)
    assert [each["second"] for each in (start, first, second)] == [0, 3600, 7200]
    rows = [sum(batch.num_rows for batch in reader.read(reader.partitions(first, second)[0])) for _ in range(2)]
    assert rows == [len(printed(*AS_FLAGS[:2], "--write-from=2026-01-05T01:00", "--end-time=2026-01-05T02:00"))] * 2
    assert reader.partitions(second, second) == []
    assert reader.latestOffset({**second, "second": 259_200}, None)["second"] == 259_200


def test_the_clock_sets_how_far_a_live_stream_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("eventsim_data.spark.stream.time.time", lambda: now[0])
    reader = reader_of({"speed": "60"})
    offset = reader.initialOffset()
    now[0] += 10.5
    offset = reader.latestOffset(offset, None)
    assert offset["second"] == 630
    # A reader that starts later goes on with the same clock.
    now[0] += 100
    assert reader_of({"speed": "60"}).latestOffset(offset, None)["second"] == 6630
    assert reader_of({"speed": "60", "secondsPerTrigger": "1000"}).latestOffset(offset, None)["second"] == 1630
    now[0] += 1e9
    assert reader.latestOffset(offset, None)["second"] == 3 * 86_400


def test_what_a_stream_cannot_keep_is_refused() -> None:
    with pytest.raises(Exception, match="option late: a stream has the events in the order in which they happen"):
        reader_of({"late": "2%:30s"})
