"""The data source of Spark 4, compared with what the command prints."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_FLAGS, WEEK, printed, rows_of
from pyspark.sql import DataFrame, SparkSession

pytest.importorskip("pyspark.sql.datasource", reason="data sources of Python came with Spark 4")

from eventsim_data import command
from eventsim_data import spark as ours


@pytest.fixture(scope="module")
def session(spark: SparkSession) -> SparkSession:
    ours.register(spark)
    return spark


def load(session: SparkSession, **options: str) -> DataFrame:
    return session.read.format("eventsim").options(**{**WEEK, **options}).load()


@pytest.mark.parametrize("partitions", ["1", "3"])
def test_union_of_the_partitions_is_the_run(session: SparkSession, partitions: str) -> None:
    frame = load(session, partitions=partitions)
    assert frame.rdd.getNumPartitions() == int(partitions)
    assert rows_of(frame) == printed(*AS_FLAGS)


def test_partitions_are_the_cores_of_the_cluster_but_not_more_than_users(session: SparkSession) -> None:
    assert load(session).rdd.getNumPartitions() == 2
    assert load(session, partitions="1000").rdd.getNumPartitions() == 60


def test_the_schema_is_that_of_the_program(session: SparkSession) -> None:
    frame = load(session, TAG="trial")
    avro = json.loads("\n".join(_text("schema", "--as", "avro", "--tag", "trial")))
    wanted = [(field["name"], _type_of(field["type"]), "null" in field["type"]) for field in avro["fields"]]
    assert [(each.name, each.dataType.simpleString(), each.nullable) for each in frame.schema] == wanted
    assert {row.tag for row in frame.select("tag").distinct().collect()} == {"trial"}


def _text(*arguments: str) -> list[str]:
    return subprocess.run(command(arguments), stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def _type_of(avro: Any) -> str:
    if isinstance(avro, list):
        return _type_of(next(each for each in avro if each != "null"))
    if isinstance(avro, dict):
        return "timestamp" if avro.get("logicalType") == "timestamp-millis" else _type_of(avro["type"])
    return {"long": "bigint"}.get(avro, avro)


# Users 10 and 11 have events in this window.
FILTERS = [
    "ts >= timestamp'2026-01-06T07:30:00Z'",
    "ts < timestamp'2026-01-05T11:00:00.250Z'",
    "ts > timestamp'2026-01-06T07:00:00Z' and ts <= timestamp'2026-01-06T09:00:00Z'",
    "ts = timestamp'2026-01-05T16:02:11Z' or userId = '11'",
    "userId = '11'",
    "userId = '011'",
    "userId = ''",
    "userId = '61'",
    "userId = '11' and ts >= timestamp'2026-01-06T00:00:00Z'",
    "userId = '11' and userId = '10'",
    "ts < timestamp'2020-01-01T00:00:00Z'",
    "not (ts >= timestamp'2026-01-06T00:00:00Z')",
]


@pytest.fixture(scope="module")
def in_memory(session: SparkSession) -> Iterator[DataFrame]:
    """The run as a table of which nothing is pushed down."""
    whole = load(session, partitions="1")
    kept = session.createDataFrame(whole.collect(), whole.schema).cache()
    yield kept
    kept.unpersist()


@pytest.mark.parametrize("condition", FILTERS)
def test_filters_select_what_spark_selects_without_them(session: SparkSession, in_memory: DataFrame, condition: str) -> None:
    assert rows_of(load(session, partitions="2").where(condition)) == rows_of(in_memory.where(condition))


def test_filters_reach_the_program(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql.datasource import EqualTo, GreaterThanOrEqual, LessThan

    from eventsim_data.spark.source import EventsimDataSource

    source = EventsimDataSource({**WEEK, "partitions": "4"})
    reader = source.reader(source.schema())
    at = [datetime(2026, 1, 6, hour, tzinfo=timezone.utc) for hour in (7, 8)]
    filters = [GreaterThanOrEqual(("ts",), at[0]), LessThan(("ts",), at[1])]
    assert reader.pushFilters(filters) == filters
    assert len(reader.partitions()) == 4
    rows = sum(batch.num_rows for each in reader.partitions() for batch in reader.read(each))
    assert rows == len(printed(*AS_FLAGS, "--write-from=2026-01-06T07:00", "--end-time=2026-01-06T08:00:00.001"))
    reader.pushFilters([EqualTo(("userId",), "11")])
    assert len(reader.partitions()) == 1


def test_filters_that_may_not_be_pushed_are_left_to_spark(session: SparkSession) -> None:
    session.conf.set("spark.sql.python.filterPushdown.enabled", "false")
    try:
        frame = load(session).where("userId = '11'")
        assert frame.count() == sum(json.loads(each)["userId"] == "11" for each in printed(*AS_FLAGS)) > 0
    finally:
        session.conf.set("spark.sql.python.filterPushdown.enabled", "true")


def test_limits_of_the_run_and_disorder_keep_their_meaning(session: SparkSession) -> None:
    late = load(session, events="500", partitions="4").where("ts >= timestamp'2026-01-05T01:00:00Z'")
    times = [json.loads(each)["ts"] for each in printed(*AS_FLAGS, "--events=500")]
    assert late.count() == sum(each >= 1767574800000 for each in times) > 0
    disordered = load(session, late="20%:1h", duplicate="5%")
    assert rows_of(disordered) == printed(*AS_FLAGS, "--late=20%:1h", "--duplicate=5%")


def test_a_schema_takes_some_columns(session: SparkSession) -> None:
    frame = session.read.format("eventsim").options(**WEEK).schema("page string, ts bigint, length double").load()
    wanted = [{name: json.loads(each).get(name) for name in ("page", "ts", "length")} for each in printed(*AS_FLAGS)]
    keys = [(each["page"], each["ts"], each["length"] or 0) for each in wanted]
    assert sorted((row.page, row.ts, row.length or 0) for row in frame.collect()) == sorted(keys)


def test_the_configuration_is_sent_to_the_tasks(session: SparkSession, tmp_path: Any) -> None:
    shipped = Path(__file__).resolve().parents[3] / "configs" / "Tambourine-config.json"
    own = tmp_path / "own.json"
    own.write_text(shipped.read_text())
    frame = load(session, config=str(own))
    assert rows_of(frame) == printed(*AS_FLAGS, f"--config={own}")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"usrs": "3"}, "option usrs: there is no such option; did you mean users?"),
        ({"users": "many"}, "'-n, --nusers <count>' argument 'many' is invalid"),
        ({"config": "/nowhere.json"}, "/nowhere.json"),
        ({"start": "2026-02-01"}, "the window must end after it begins"),
        ({"partitions": "0"}, "option partitions: '0' is not a whole number from 1 on"),
        ({"format": "csv"}, "option format: it concerns files"),
        ({"path": "x"}, "a simulation has no path"),
        ({"part": "1/2"}, "the partitions are the shares"),
        ({"speed": "2"}, "option speed: is for streams"),
    ],
)
def test_wrong_options_fail_on_the_driver(session: SparkSession, options: dict[str, str], message: str) -> None:
    with pytest.raises(Exception, match=r"(?s).") as caught:
        load(session, **options).count()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("ts string", "column ts: is TIMESTAMP or BIGINT, not STRING"),
        ("nothing int", "column nothing: events have no such field"),
        ("artist string not null", "column artist: some events lack this field"),
    ],
)
def test_wrong_schemas_fail_on_the_driver(session: SparkSession, schema: str, message: str) -> None:
    with pytest.raises(Exception, match=r"(?s).") as caught:
        session.read.format("eventsim").options(**WEEK).schema(schema).load().count()
    assert message in str(caught.value)
