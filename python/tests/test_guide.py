"""Each program of the guide's page runs as it is, in a folder of its own; those of Dask and Ray make the run of one machine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import eventsim_data as es
from eventsim_data.options import OPTIONS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "guide" / "python.md").read_text()
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ALONE = [program for program in PROGRAMS if not re.search(r"^import (dask|ray)\b", program, re.MULTILINE)]

pytestmark = pytest.mark.slow


def modules_of(program: str) -> list[str]:
    return ["pyarrow", *re.findall(r"\b(duckdb|polars|pandas)\b", program.replace("read_", ""))]


def run(program: str) -> dict[str, Any]:
    # Functions of the main program are sent to other processes by value.
    variables: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(program, "guide/python.md", "exec"), variables)
    return variables


@pytest.mark.parametrize("program", ALONE, ids=range(1, len(ALONE) + 1))
def test_a_program_of_the_guide_runs(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in modules_of(program):
        pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    run(program)
    if "print(" in program:
        assert capsys.readouterr().out.strip()
    for name in re.findall(r'generate\("([^"{]+/)', program):
        assert list(Path(name).iterdir()), name


def test_the_page_has_programs() -> None:
    assert len(ALONE) >= 6
    assert len(PROGRAMS) == len(ALONE) + 2


def program_with(module: str) -> str:
    [program] = [each for each in PROGRAMS if f"import {module}" in each]
    return program


WEEK = {"users": 1000, "start": "2026-01-05", "end": "2026-01-12", "dictionaries": False}
KEY = ["sessionId", "itemInSession", "ts"]


def test_partitions_of_dask_are_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("dask.dataframe")
    events = run(program_with("dask.dataframe"))["events"]
    assert events.npartitions == 8
    assert re.search(r"^NextSong +\d{6}$", capsys.readouterr().out, re.MULTILINE)
    made, whole = (frame.sort_values(KEY, ignore_index=True) for frame in (events.compute(), es.read_pandas(**WEEK)))
    # Dask keeps texts as strings of Arrow.
    pytest.importorskip("pandas").testing.assert_frame_equal(made, whole, check_dtype=False)


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ray with two cores, whose files are gone afterwards."""
    pytest.importorskip("ray.data")
    ray = pytest.importorskip("ray")
    # Ray's workers have the lowest priority unless they are told otherwise: beside other programs they then do not get on.
    monkeypatch.setenv("RAY_worker_niceness", "0")
    with tempfile.TemporaryDirectory(prefix="ray-") as folder:
        for attempt in range(5):
            try:
                # A busy machine may take longer than the half minute for which Ray waits.
                ray.init(num_cpus=2, include_dashboard=False, _temp_dir=folder)
                break
            except Exception:
                ray.shutdown()
                if attempt == 4:
                    raise
        yield ray
        ray.shutdown()


def test_blocks_of_ray_are_the_run(ray: Any, capsys: pytest.CaptureFixture[str]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    blocks = run(program_with("ray"))["events"].to_arrow_refs()
    made = pyarrow.concat_tables(ray.get(blocks))
    assert len(blocks) == 8
    whole = es.read_arrow(**WEEK)
    assert f"{whole.num_rows} events, " in capsys.readouterr().out
    key = [(name, "ascending") for name in KEY]
    assert made.sort_by(key).equals(whole.sort_by(key))


def test_the_guides_options_are_those_of_the_table() -> None:
    options = PAGE.partition("## Options")[2].partition("## Errors")[0]
    rows = re.findall(r"^\| (`.*)\|$", options, re.MULTILINE)
    assert len(rows) >= 8
    for row in rows:
        names, flags = (re.findall(pattern, cell) for pattern, cell in zip((r"`(\w+)", r"`(?:--)?([\w-]+)"), row.split("|")[:2]))
        kinds = [OPTIONS[name] for name in names]
        assert [option.flag + ("2g" if option.flag == "-Xmx" else "") for option in kinds] == flags
