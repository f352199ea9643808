"""Tables against what the command prints as JSON, event by event."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone
from typing import Any, Callable

import pytest

import eventsim_data as es

pa = pytest.importorskip("pyarrow")

slow = pytest.mark.slow

WEEK = {"users": 30, "start": "2026-01-05", "end": "2026-01-12", "seed": 7}
AS_ARGUMENTS = ["-n", "30", "-s", "2026-01-05", "-e", "2026-01-12", "-r", "7"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
TIMES = ("ts", "registration")


def as_printed(event: dict[str, Any]) -> dict[str, Any]:
    """A row as the event that JSON shows: no key for null, times in milliseconds since 1970."""
    return {
        name: round((value - EPOCH) / timedelta(milliseconds=1)) if name in TIMES else value
        for name, value in event.items()
        if value is not None
    }


@pytest.mark.parametrize(
    ("options", "more"),
    [
        ({}, []),
        ({"share": (2, 3)}, ["--part", "2/3"]),
        pytest.param({"tag": "trial ü"}, ["--tag", "trial ü"], marks=slow),
        pytest.param({"growth_rate": 3, "attrition_rate": 0.3, "events": 5000}, ["-g", "3", "-a", "0.3", "--events", "5000"], marks=slow),
        pytest.param(
            {"late": "20%:1h", "duplicate": "5%", "lose": 0.1}, ["--late", "20%:1h", "--duplicate", "5%", "--lose", "0.1"], marks=slow
        ),
        pytest.param({"user": 4, "row_group_events": 16}, ["--user", "4"], marks=slow),
        pytest.param({"compat": "interana"}, ["--compat", "interana"], marks=slow),
    ],
)
@pytest.mark.parametrize("dictionaries", [True, False])
def test_rows_are_the_events_that_the_command_prints(
    printed: Callable[..., list[dict[str, Any]]], options: dict[str, Any], more: list[str], dictionaries: bool
) -> None:
    table = es.read_arrow(**WEEK, **options, dictionaries=dictionaries)
    expected = printed(*AS_ARGUMENTS, *more)
    assert [as_printed(row) for row in table.to_pylist()] == expected
    assert len(expected) > 20


def test_times_of_python_are_the_times_of_the_command() -> None:
    zone = timezone(timedelta(hours=1))
    options = {"users": 30, "end": date(2026, 1, 12), "seed": 7}
    assert es.read_arrow(start=datetime(2026, 1, 5, 1, tzinfo=zone), **options) == es.read_arrow(**WEEK)


def test_columns_have_the_types_of_the_schema() -> None:
    schema = es.read_arrow(**WEEK, dictionaries=False).schema
    types = {name: str(kind) for name, kind in zip(schema.names, schema.types)}
    assert types["ts"] == types["registration"] == "timestamp[us, tz=UTC]"
    assert types["sessionId"] == "int64"
    assert types["status"] == types["itemInSession"] == "int32"
    assert types["length"] == "double"
    assert {types[name] for name in ("userId", "page", "location", "song")} == {"string"}
    assert [field.name for field in schema if not field.nullable][:3] == ["ts", "userId", "sessionId"]
    assert schema.metadata[b"eventsim.id"].startswith(b"es1-")


def test_shares_together_are_the_whole_run() -> None:
    key = [("sessionId", "ascending"), ("itemInSession", "ascending")]
    shares = [es.read_arrow(**WEEK, share=(number, 3), dictionaries=False) for number in (1, 2, 3)]
    whole = es.read_arrow(**WEEK, dictionaries=False)
    assert all(0 < share.num_rows < whole.num_rows for share in shares)
    assert pa.concat_tables(shares).sort_by(key).to_pylist() == whole.sort_by(key).to_pylist()


def test_batches_are_the_table_in_pieces() -> None:
    with es.batches(**WEEK, row_group_events=1000) as run:
        schema = run.schema
        pieces = list(run)
    assert len(pieces) > 5
    assert all(piece.num_rows == 1000 and piece.schema == schema for piece in pieces[:-1])
    assert pa.Table.from_batches(pieces) == es.read_arrow(**WEEK)


def test_a_pipe_does_where_there_are_no_files_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = es.read_arrow(**WEEK)
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert es.read_arrow(**WEEK) == expected


def test_a_run_without_events_has_columns() -> None:
    table = es.read_arrow(users=1, start="2026-01-05", end="2026-01-05T00:00:01")
    assert table.num_rows == 0
    assert table.schema.names[:2] == ["ts", "userId"]


def test_a_reader_is_read_once_by_whoever_takes_streams() -> None:
    stream = es.reader(**WEEK)
    assert isinstance(stream, pa.RecordBatchReader)
    assert stream.read_all() == es.read_arrow(**WEEK)


def test_polars(printed: Callable[..., list[dict[str, Any]]]) -> None:
    polars = pytest.importorskip("polars")
    frame = es.read_polars(**WEEK)
    assert frame.schema["ts"] == polars.Datetime("us", "UTC")
    assert frame.schema["page"] == polars.Categorical
    assert es.read_polars(**WEEK, dictionaries=False).schema["page"] == polars.String
    assert [as_printed(row) for row in frame.to_dicts()] == printed(*AS_ARGUMENTS)


def test_pandas(printed: Callable[..., list[dict[str, Any]]]) -> None:
    pandas = pytest.importorskip("pandas")
    frame = es.read_pandas(**WEEK)
    events = printed(*AS_ARGUMENTS)
    assert isinstance(frame["page"].dtype, pandas.CategoricalDtype)
    assert str(frame["ts"].dtype.tz) == "UTC"
    assert frame["ts"].map(lambda time: round(time.timestamp() * 1000)).tolist() == [event["ts"] for event in events]
    assert frame["page"].tolist() == [event["page"] for event in events]
    assert frame["length"].dropna().tolist() == [event["length"] for event in events if "length" in event]


def test_duckdb(printed: Callable[..., list[dict[str, Any]]]) -> None:
    duckdb = pytest.importorskip("duckdb")
    events = es.reader(**WEEK)  # noqa: F841 - DuckDB finds the variable by its name
    counted = dict(duckdb.sql("select page, count(*) from events group by page").fetchall())
    expected: dict[str, int] = {}
    for event in printed(*AS_ARGUMENTS):
        expected[event["page"]] = expected.get(event["page"], 0) + 1
    assert counted == expected
