"""Files as the command writes them, and what a person sees meanwhile: in a log, on a terminal, in a notebook."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

import pytest

import eventsim_data as es

ROOT = Path(__file__).resolve().parents[2]
WEEK = {"users": 30, "start": "2026-01-05", "end": "2026-01-12"}
AS_ARGUMENTS = ["-n", "30", "-s", "2026-01-05", "-e", "2026-01-12"]
# Long enough that progress is drawn several times, on any machine.
LONG = {"users": 700, "start": "2026-01-05", "end": "2026-02-02"}
SUMMARY = re.compile(r"^[\d,]+ events, [\d,.]+ [KMG]?B in .* events/s, .*\)$", re.MULTILINE)


@pytest.mark.parametrize("name", ["week.json", "week.json.gz", "deep/er/week.parquet", "cat", "-n.json", "a b.arrow"])
def test_the_file_is_the_one_of_the_command(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    es.generate(name, **WEEK, progress=False)
    made = Path(name).read_bytes()
    subprocess.run(es.command([*AS_ARGUMENTS, "--quiet", "--", f"./{name}"]), check=True)
    assert Path(name).read_bytes() == made
    assert len(made) > 50_000


def test_many_files_have_a_manifest(tmp_path: Path) -> None:
    es.generate(tmp_path / "dt={date}" / "events-{part}.json", **WEEK, split_time="1d", progress=False)
    assert len(list(tmp_path.glob("dt=*/events-*.json"))) == 7
    verified = subprocess.run(es.command(["verify", str(tmp_path)]), stdout=subprocess.PIPE, check=True)
    assert b"0 missing" in verified.stdout or b"7 files" in verified.stdout


def test_an_error_is_raised_and_not_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "there.json").write_text("mine")
    with pytest.raises(es.EventsimError, match="there.json: exists, and --no-clobber keeps it") as caught:
        es.generate(tmp_path / "there.json", **WEEK, clobber=False)
    assert caught.value.exit_code == 2
    assert (tmp_path / "there.json").read_text() == "mine"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("path", ["", "-", 5, None])
def test_a_path_is_wanted(path: Any) -> None:
    with pytest.raises(es.OptionError, match="path"):
        es.generate(path, **WEEK)


def test_a_log_has_two_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    es.generate(tmp_path / "week.json", **WEEK)
    out, said = capfd.readouterr()
    assert out == ""
    window, summary = said.splitlines()
    assert window == "window: --start-time 2026-01-05T00:00:00 --end-time 2026-01-12T00:00:00"
    assert SUMMARY.match(summary)


def test_without_progress_nothing_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    es.generate(tmp_path / "week.json", **WEEK, progress=False)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("warned", [False, True])
def test_a_terminal_has_a_line_of_progress(warned: bool, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    main, other = pty.openpty()
    site = json.loads((ROOT / "configs" / "Accordion-config.json").read_text())
    (tmp_path / "site.json").write_text(json.dumps({**site, **({"colour": "blue"} if warned else {})}))
    options = {**LONG, "config": str(tmp_path / "site.json")}
    script = f"import eventsim_data as es; es.generate({str(tmp_path / 'a.json')!r}, **{options})"
    child = subprocess.Popen([sys.executable, "-c", script], stderr=other)
    os.close(other)
    drawn = b""
    while chunk := read(main):
        drawn += chunk
    os.close(main)
    assert child.wait() == 0
    text = drawn.decode()
    assert re.search(r"\r\x1b\[K\d+\.\d %  [\d,]+ events  [\d,]+ events/s", text)
    # What stays after the line has been redrawn for the last time.
    shown = [re.split(r"\r\x1b\[K", line)[-1] for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
    if warned:
        assert '"colour"' in shown.pop(0)
    assert shown[0].startswith("window: ")
    assert SUMMARY.match(shown[1])
    assert len(shown) == 2


def read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:
        return b""


@pytest.mark.parametrize("whole_group", [True, False])
def test_an_interrupt_ends_the_program_and_leaves_no_file(
    whole_group: bool, tmp_path: Path, python: Callable[..., subprocess.Popen[bytes]]
) -> None:
    """A terminal and a notebook interrupt the whole group; kill and a debugger only Python."""
    script = f"import eventsim_data as es; es.generate({str(tmp_path / 'out' / 'a.json')!r}, users=200_000, from_days=300)"
    parent = python(script, start_new_session=True)
    folder = tmp_path / "out"
    while not (folder.is_dir() and any(file.stat().st_size > 0 for file in folder.iterdir())):
        assert parent.poll() is None
        time.sleep(0.02)
    if whole_group:
        os.killpg(parent.pid, signal.SIGINT)
    else:
        parent.send_signal(signal.SIGINT)
    _, said = parent.communicate()
    assert b"KeyboardInterrupt" in said
    assert list(folder.iterdir()) == []


def test_a_notebook_shows_progress_in_one_place(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")

    class Watching(client.NotebookClient):  # type: ignore[misc, name-defined]
        """Keeps what the notebook is told to show while the cell runs."""

        updates: list[dict[str, str]]

        def process_message(self, message: dict[str, Any], cell: Any, index: int) -> Any:
            if message["msg_type"] == "update_display_data":
                self.updates.append(message["content"]["data"])
            return super().process_message(message, cell, index)

    code = f"import eventsim_data as es\nes.generate({str(tmp_path / 'a.json')!r}, **{LONG})"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    run = Watching(notebook, timeout=300, kernel_name="python3")
    run.updates = []
    run.execute()
    [output] = notebook.cells[0].outputs
    window, summary = output["data"]["text/plain"].splitlines()
    assert window.startswith("window: ")
    assert SUMMARY.match(summary)
    bars = [re.search(r'<progress max="100" value="([\d.]+)"', update["text/html"]) for update in run.updates]
    shares = [float(bar[1]) for bar in bars if bar is not None]
    assert len(shares) >= 2
    assert shares == sorted(shares)
    assert "<progress" not in output["data"]["text/html"]
