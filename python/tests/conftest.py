"""What the tests share: small runs, and a folder that is gone afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable

import pytest

import eventsim_data as es

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def printed() -> Callable[..., list[dict[str, Any]]]:
    """The events that the command prints as lines of JSON."""

    def run(*arguments: str) -> list[dict[str, Any]]:
        done = subprocess.run([*es.command(arguments), "--quiet"], stdout=subprocess.PIPE, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts a program of Python, as a file."""

    def start(text: str, **options: Any) -> subprocess.Popen[bytes]:
        script = tmp_path / "script.py"
        script.write_text(text)
        return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    return start
