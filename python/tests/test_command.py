"""The commands that the package brings, as a person runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import eventsim_data as es

ARGUMENTS = ["-n", "30", "-s", "2026-01-05", "-e", "2026-01-12", "--quiet"]
HERE = Path(sysconfig.get_path("scripts"))


def commands() -> list[list[str]]:
    return [[str(HERE / "eventsim")], [str(HERE / "eventsim-data")], [sys.executable, "-m", "eventsim_data"]]


pytestmark = pytest.mark.skipif(not (HERE / "eventsim").is_file(), reason="the package is not installed here")


@pytest.mark.parametrize("command", commands())
def test_the_command_writes_the_bytes_of_the_program(command: list[str]) -> None:
    expected = subprocess.run(es.command(ARGUMENTS), stdout=subprocess.PIPE, check=True).stdout
    assert subprocess.run([*command, *ARGUMENTS], stdout=subprocess.PIPE, check=True).stdout == expected
    assert expected.startswith(b'{"ts":17675')


def test_no_node_needs_to_be_there(tmp_path: Path) -> None:
    environment = {"PATH": str(HERE), "HOME": str(tmp_path)}
    assert shutil.which("node", path=str(HERE)) is None
    tutorial = ["--nusers", "1", "--from", "7", "data/one-user.json"]
    done = subprocess.run([str(HERE / "eventsim"), *tutorial], env=environment, cwd=tmp_path, stderr=subprocess.PIPE, check=True)
    assert b" events, " in done.stderr
    assert (tmp_path / "data" / "one-user.json").stat().st_size > 0


@pytest.mark.parametrize("ending", ["json.lz4", "json.gz", "json.zst", "parquet", "avro", "csv"])
def test_packages_with_native_code_are_those_of_this_platform(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"week.{ending}"
    program = str(HERE / "eventsim")
    subprocess.run([program, *ARGUMENTS, str(file)], check=True)
    shown = subprocess.run([program, "cat", str(file)], stdout=subprocess.PIPE, check=True).stdout
    assert shown.count(b"\n") > 1000


def test_the_exit_code_is_the_programs(tmp_path: Path) -> None:
    done = subprocess.run([str(HERE / "eventsim"), "--nusers", "none"], stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"eventsim: option '-n, --nusers")


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    line = f"'{HERE / 'eventsim'}' -n 100000 --from 30 --quiet | head -n 1"
    done = subprocess.run(line, shell=True, capture_output=True, check=True)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_a_closed_output_is_an_error() -> None:
    done = subprocess.run(f"'{HERE / 'eventsim'}' -n 1 >&-", shell=True, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"standard output is closed" in done.stderr


@pytest.mark.skipif("EVENTSIM_WHEEL" not in os.environ, reason="EVENTSIM_WHEEL names no wheel")
def test_uvx_runs_the_wheel(tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(HERE))
    if uv is None:
        pytest.skip("uv is not installed here")
    wheel = os.environ["EVENTSIM_WHEEL"]
    line = [uv, "tool", "run", "--python", sys.executable, "--from", wheel, "eventsim-data", *ARGUMENTS]
    done = subprocess.run(line, stdout=subprocess.PIPE, cwd=tmp_path, check=True)
    assert done.stdout.startswith(b'{"ts":17675')
