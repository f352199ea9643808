"""The programs of docs/guide/spark.md, in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

pytest.importorskip("pyspark.sql.streaming.datasource", reason="its programs are for Spark 4")

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "spark.md"


def test_the_programs_run(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for program in re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL):
        exec(program, names)
    assert "NextSong" in capsys.readouterr().out
    assert names["spark"] is spark
    assert (
        spark.read.parquet("data/stream").count()
        == spark.read.format("eventsim").options(users=1000, start="2026-01-05", end="2026-01-07").load().count()
    )
