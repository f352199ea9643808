"""The table of options against the program's help, and values as the command line has them."""

from __future__ import annotations

import re
import subprocess
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import eventsim_data as es
from eventsim_data.options import OPTIONS, to_arguments

# What has no meaning in a program of Python, is said by another argument, or is not available yet.
LEFT_OUT = {
    "help": "prints",
    "version": "prints",
    "quiet": "progress=False of generate()",
    "verbose": "prints",
    "noverbose": "prints",
    "no-progress": "progress=False of generate()",
    "nocontinuous": "the default",
    "generate-counts": "not available yet",
    "nogenerate-counts": "the default",
    "generate-similars": "not available yet",
    "nogenerate-similars": "the default",
}


def arguments(**options: Any) -> list[str]:
    return to_arguments(options, reading=False, caller="generate")


@pytest.fixture(scope="module")
def helped() -> dict[str, bool]:
    """The options that the program names, and whether each has a value."""
    text = subprocess.run(es.command(["--help"]), stdout=subprocess.PIPE, check=True, text=True).stdout
    return {name: bool(value) for name, value in re.findall(r"^  (?:-\w, )?--([\w-]+)( <)?", text, re.MULTILINE)}


def test_each_option_of_the_program_has_a_name(helped: dict[str, bool]) -> None:
    assert len(helped) > 60
    flags = {option.flag for option in OPTIONS.values()} - {"-Xmx"}
    assert flags == set(helped) - set(LEFT_OUT)


def test_flags_are_flags_and_others_have_values(helped: dict[str, bool]) -> None:
    for option in OPTIONS.values():
        if option.flag != "-Xmx":
            assert (option.kind not in ("on", "off")) == helped[option.flag], option.flag
            assert (option.kind == "off") == option.flag.startswith("no-"), option.flag


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"start": date(2026, 1, 5)}, "--start-time=2026-01-05"),
        ({"start": datetime(2026, 1, 5, 6, 7, 8)}, "--start-time=2026-01-05T06:07:08.000Z"),
        ({"end": datetime(2026, 1, 5, 0, 30, tzinfo=timezone(timedelta(hours=2)))}, "--end-time=2026-01-04T22:30:00.000Z"),
        ({"start": datetime(2026, 1, 5, microsecond=250_000)}, "--start-time=2026-01-05T00:00:00.250Z"),
        ({"start": "-2h"}, "--start-time=-2h"),
        ({"users": 1e6}, "--nusers=1000000"),
        ({"users": "10k"}, "--nusers=10k"),
        ({"growth_rate": 1e-7}, "--growth-rate=0.0000001"),
        ({"lose": 0.25}, "--lose=0.25"),
        ({"seed": 2**64 - 1}, "--randomseed=18446744073709551615"),
        ({"from_days": -3}, "--from=-3"),
        ({"config": Path("a b.json")}, "--config=a b.json"),
        ({"share": (2, 8)}, "--part=2/8"),
        ({"split_time": timedelta(days=1, minutes=1)}, "--split-time=86460s"),
        ({"kafka_header": {"a": "1"}}, "--kafka-header=a=1"),
        ({"acks": 1}, "--acks=1"),
        ({"similar_songs": False}, "--no-similar-songs"),
        ({"force": True}, "--force"),
        ({"memory": "2g"}, "-Xmx2g"),
        ({"memory": 2**30}, "-Xmx1073741824"),
    ],
)
def test_a_value_becomes_an_argument(options: dict[str, Any], expected: str) -> None:
    assert arguments(**options) == [expected]


def test_a_list_repeats_the_option() -> None:
    assert arguments(outage=["10:00/15min", "12:00/1min"]) == ["--outage=10:00/15min", "--outage=12:00/1min"]


@pytest.mark.parametrize("options", [{"seed": None}, {"force": False}, {"clobber": True}, {}])
def test_what_is_the_default_is_left_out(options: dict[str, Any]) -> None:
    assert arguments(**options) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"users": True}, "users=True: it must be a whole number"),
        ({"users": 1.5}, "users=1.5: it must be a whole number"),
        ({"start": 5}, "start=5: it must be a datetime, a date or a text"),
        ({"start": datetime(2026, 1, 5, microsecond=1)}, "whole number of milliseconds"),
        ({"growth_rate": float("nan")}, "it must be a finite number"),
        ({"force": 1}, "force=1: it must be True or False"),
        ({"config": 7}, "config=7: it must be a path"),
        ({"backfill": timedelta(milliseconds=5)}, "whole number of seconds"),
        ({"share": 2}, "it must be a pair such as"),
        ({"outage": [1]}, "it must be a text or a list of texts"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(es.OptionError, match=re.escape(message)) as caught:
        arguments(**options)
    assert caught.value.exit_code == 2
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("name", "near"),
    [("user_count", None), ("nusers", "users"), ("startTime", "start"), ("growthrate", "growth_rate"), ("sed", "seed")],
)
def test_an_unknown_option_is_refused_with_the_nearest(name: str, near: str | None) -> None:
    with pytest.raises(es.OptionError) as caught:
        es.read_arrow(**{name: 1})
    hint = f"; did you mean {near!r}?" if near else ""
    assert str(caught.value) == f"read_arrow() has no option {name!r}{hint}"


def test_what_concerns_files_is_refused_where_events_are_read() -> None:
    with pytest.raises(es.OptionError, match=r"batches\(\) has no option 'compress', .*generate\(\) has it"):
        es.batches(compress="lz4")
