"""Each program of the guide's page runs as it is, in a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from eventsim_data.options import OPTIONS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "guide" / "python.md").read_text()
PROGRAMS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.slow


def modules_of(program: str) -> list[str]:
    return ["pyarrow", *re.findall(r"\b(duckdb|polars|pandas)\b", program.replace("read_", ""))]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(1, len(PROGRAMS) + 1))
def test_a_program_of_the_guide_runs(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in modules_of(program):
        pytest.importorskip(module)
    monkeypatch.chdir(tmp_path)
    variables: dict[str, Any] = {}
    exec(compile(program, "guide/python.md", "exec"), variables)
    if "print(" in program:
        assert capsys.readouterr().out.strip()
    for name in re.findall(r'generate\("([^"{]+/)', program):
        assert list(Path(name).iterdir()), name


def test_the_page_has_programs() -> None:
    assert len(PROGRAMS) >= 6


def test_the_guides_options_are_those_of_the_table() -> None:
    options = PAGE.partition("## Options")[2].partition("## Errors")[0]
    rows = re.findall(r"^\| (`.*)\|$", options, re.MULTILINE)
    assert len(rows) >= 8
    for row in rows:
        names, flags = (re.findall(pattern, cell) for pattern, cell in zip((r"`(\w+)", r"`(?:--)?([\w-]+)"), row.split("|")[:2]))
        kinds = [OPTIONS[name] for name in names]
        assert [option.flag + ("2g" if option.flag == "-Xmx" else "") for option in kinds] == flags
