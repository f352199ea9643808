"""How runs end: errors, damage, signals, iterators that are dropped, and programs that are killed."""

from __future__ import annotations

import os
import pickle
import shlex
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any, Callable

import pytest

import eventsim_data as es

pytest.importorskip("pyarrow")

# Minutes of work, of which the tests read the beginning.
LONG = {"users": 200_000, "start": "2026-01-01", "end": "2027-01-01"}


def number_of(run: es.Batches) -> int:
    process = run._process
    assert process is not None
    return process.pid


def is_running(number: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends(number: int) -> bool:
    """Waits for the process to end; much longer than it takes."""
    for _ in range(600):
        if not is_running(number):
            return True
        time.sleep(0.05)
    return False


def test_the_error_has_the_programs_message_and_code() -> None:
    with pytest.raises(es.EventsimError, match=r"^no-such\.json: there is no such file") as caught:
        es.batches(config="no-such.json")
    assert caught.value.exit_code == 2
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.exit_code) == (str(caught.value), 2)


def test_a_program_that_is_killed_is_an_error() -> None:
    run = es.batches(**LONG)
    next(run)
    os.kill(number_of(run), signal.SIGKILL)
    with pytest.raises(es.EventsimError, match="ended by SIGKILL") as caught:
        for _ in run:
            pass
    assert caught.value.exit_code == -signal.SIGKILL
    assert next(run, None) is None


@pytest.mark.slow
@pytest.mark.parametrize("kept", [0, 5, 100, 4000, 60_000])
def test_a_stream_that_breaks_off_is_an_error(kept: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = tmp_path / "whole.arrows"
    subprocess.run(es.command(["-n", "30", "-s", "2026-01-05", "-e", "2026-01-12", "--quiet", str(whole)]), check=True)
    assert whole.stat().st_size > 2 * 60_000
    script = f"head -c {kept} {shlex.quote(str(whole))}; echo 'eventsim: the disk broke' >&2; exit 1"
    monkeypatch.setenv("EVENTSIM_COMMAND", shlex.join(["sh", "-c", script]))
    with pytest.raises(es.EventsimError, match="^the disk broke$") as caught:
        es.read_arrow()
    assert caught.value.exit_code == 1


def test_a_stream_that_breaks_off_without_an_error_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSIM_COMMAND", "echo no Arrow")
    with pytest.raises(es.EventsimError, match="is no complete stream of Arrow"):
        es.read_arrow()


def test_a_warning_is_no_part_of_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "echo 'eventsim: warning: colour' >&2; echo 'window: a day' >&2; echo 'eventsim: the disk broke' >&2; exit 1"
    monkeypatch.setenv("EVENTSIM_COMMAND", shlex.join(["sh", "-c", script]))
    with pytest.raises(es.EventsimError, match="^the disk broke$"):
        es.read_arrow()


@pytest.mark.slow
def test_a_program_that_says_much_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; sys.stderr.write('x' * 50_000_000); sys.stderr.write('\\neventsim: the last word\\n'); sys.exit(1)"
    monkeypatch.setenv("EVENTSIM_COMMAND", shlex.join([sys.executable, "-c", script]))
    with pytest.raises(es.EventsimError, match="the last word$") as caught:
        es.read_arrow()
    assert len(str(caught.value)) < 2_000_000


def test_a_command_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSIM_COMMAND", "no-such-command --really")
    with pytest.raises(es.EventsimError, match="no-such-command cannot be started: No such file"):
        es.read_arrow()


def test_a_closed_iterator_ends_the_program() -> None:
    with es.batches(**LONG) as run:
        next(run)
        number = number_of(run)
        assert is_running(number)
    assert not is_running(number)
    assert list(run) == []


def test_a_dropped_iterator_ends_the_program() -> None:
    run = es.batches(**LONG)
    next(run)
    number = number_of(run)
    del run
    assert not is_running(number)


def test_a_dropped_reader_ends_the_program() -> None:
    before = children()
    stream = es.reader(**LONG)
    stream.read_next_batch()
    [number] = children() - before
    del stream
    assert ends(number)


def children() -> set[int]:
    """The processes that this one has started."""
    return {int(number) for task in Path("/proc/self/task").iterdir() for number in (task / "children").read_text().split()}


def test_a_fork_does_not_end_the_program() -> None:
    run = es.batches(**LONG)
    next(run)
    with warnings.catch_warnings():
        # Python 3.12 warns of threads; here the child does nothing that waits for one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        run.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert is_running(number_of(run))
    next(run)
    run.close()


STREAM = f"""
import eventsim_data as es
run = es.batches(**{LONG})
print(run._process.pid, flush=True)
for _ in run:
    pass
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_program_ends_with_its_python(number: int, python: Callable[..., subprocess.Popen[bytes]]) -> None:
    """Only Python gets the signal, as in a debugger or from kill."""
    parent = python(STREAM, start_new_session=True)
    assert parent.stdout is not None
    program = int(parent.stdout.readline())
    assert is_running(program)
    parent.send_signal(number)
    _, said = parent.communicate()
    assert ends(program)
    assert parent.returncode != 0
    assert (b"KeyboardInterrupt" in said) == (number == signal.SIGINT)


def test_an_interrupt_ends_the_program_of_a_table(python: Callable[..., subprocess.Popen[bytes]]) -> None:
    """Nothing is written, so that the test needs no memory: the program stands for one that simulates for long.

    The interrupt comes as soon as the program is there, while Python may still be busy with its start.
    """
    script = "import eventsim_data as es; es.read_arrow()"
    command = shlex.join(["sh", "-c", "exec sleep 1000"])
    parent = python(script, start_new_session=True, env={**os.environ, "EVENTSIM_COMMAND": command})
    program = wait_for(lambda: sleepers_of(parent.pid))
    parent.send_signal(signal.SIGINT)
    _, said = parent.communicate()
    assert b"KeyboardInterrupt" in said
    assert ends(program)


@pytest.mark.parametrize("call", ["read_arrow()", "batches()", "generate('never.json')"])
def test_an_interrupt_at_the_start_leaves_no_program(call: str, python: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """The interrupt comes when the process is there and Python has not yet returned from making it."""
    script = f"""
import os, signal, subprocess, eventsim_data as es
make = subprocess.Popen.__init__
def make_and_interrupt(self, *arguments, **options):
    make(self, *arguments, **options)
    print(self.pid, flush=True)
    os.kill(os.getpid(), signal.SIGINT)
subprocess.Popen.__init__ = make_and_interrupt
es.{call}
"""
    command = shlex.join(["sh", "-c", "exec sleep 1000"])
    answer, said = python(script, cwd=tmp_path, env={**os.environ, "EVENTSIM_COMMAND": command}).communicate()
    assert b"KeyboardInterrupt" in said
    assert ends(int(answer))


def sleepers_of(number: int) -> list[int]:
    children = [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return [child for child in children if Path(f"/proc/{child}/comm").read_text() == "sleep\n"]


def wait_for(look: Callable[[], list[Any]]) -> Any:
    for _ in range(1200):
        found = look()
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError("the program has not been started")


def test_a_table_of_a_program_that_is_killed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTSIM_COMMAND", shlex.join(["sh", "-c", "echo begun; kill -KILL $$"]))
    with pytest.raises(es.EventsimError, match="ended by SIGKILL") as caught:
        es.read_arrow()
    assert caught.value.exit_code == -signal.SIGKILL


@pytest.mark.slow
def test_batches_hold_little_however_long_the_run_is(python: Callable[..., subprocess.Popen[bytes]]) -> None:
    script = """
import resource, eventsim_data as es
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
events, sizes = 0, []
for batch in es.batches(users=20_000, start="2026-01-05", end="2026-02-02", events=4_000_000):
    events += batch.num_rows
    sizes.append((peak(), batch.nbytes))
print(events, sizes[5][0], sizes[-1][0], max(size for _, size in sizes))
"""
    answer, said = python(script).communicate()
    assert said == b""
    events, early, late, batch = (int(word) for word in answer.split())
    assert events == 4_000_000
    # Kibibytes; all events are some three hundred mebibytes, and a batch may be held twice while it is read.
    assert late - early < 4 * batch / 1024 + 30_000


def test_errors_of_values_come_from_the_program() -> None:
    options: dict[str, Any] = {"users": "many"}
    with pytest.raises(es.EventsimError, match="'many' is invalid. It must be a whole number") as caught:
        es.read_arrow(**options)
    assert caught.value.exit_code == 2
