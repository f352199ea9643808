"""The programs of docs/guide/spark.md, in order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

pytest.importorskip("pyspark.sql.streaming.datasource", reason="its programs are for Spark 4")

from eventsim_data import spark as ours

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "spark.md"


def test_the_programs_run(spark: SparkSession, tmp_path: Path) -> None:
    programs = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    # In a process of its own: Spark takes names of files from the folder in which its session began.
    done = subprocess.run([sys.executable, "-c", "".join(programs)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "NextSong" in done.stdout
    files, events, counted = map(int, lines[-1].split())
    assert files == 4
    assert events == counted == _count(spark, "2026-01-12")
    assert spark.read.parquet(str(tmp_path / "data" / "stream")).count() == _count(spark, "2026-01-07")


def _count(spark: SparkSession, end: str) -> int:
    """What the data source says of the guide's users until a day."""
    ours.register(spark)
    return spark.read.format("eventsim").options(users=1000, start="2026-01-05", end=end).load().count()
