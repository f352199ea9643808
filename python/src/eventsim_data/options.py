"""The program's options as keyword arguments: one table, which a test compares with ``eventsim --help``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import OptionError
from .values import CONVERTERS


@dataclass(frozen=True)
class Option:
    """An option of the program."""

    flag: str
    """As on the command line, without dashes."""
    kind: str
    """What its value is: a key of ``values.CONVERTERS``."""
    is_for_reading: bool
    """Whether it has a meaning where events are read; the others concern files, topics and their formats."""


def _table(is_for_reading: bool, entries: str) -> dict[str, Option]:
    """Reads lines of NAME FLAG KIND; without a FLAG it is the name with dashes."""
    options = {}
    for line in entries.split("\n"):
        words = line.split()
        if words:
            flag = words[1] if len(words) == 3 else words[0].replace("_", "-")
            options[words[0]] = Option(flag, words[-1], is_for_reading)
    return options


OPTIONS: Mapping[str, Option] = {
    **_table(
        True,
        """
        config path
        users nusers count
        first_user_id userid count
        growth_rate number
        attrition_rate number
        seed randomseed integer
        tag text
        data path
        similar_songs no-similar-songs off
        compat text
        holidays text
        start start-time instant
        end end-time instant
        from_days from integer
        to_days to integer
        now instant
        write_from instant
        events count
        user count
        write_from instant
        share part share
        late text
        late_max duration
        duplicate text
        lose number
        outage texts
        burst texts
        truth path
        workers count
        slice_events count
        part_events count
        row_group_events count
        trace path
        metrics_port integer
        memory -Xmx memory
        """,
    ),
    **_table(
        False,
        """
        format text
        compress text
        compress_level integer
        lz4_framing text
        zstd_frames text
        csv_null text
        clobber no-clobber off
        force on
        split_events count
        split_size count
        split_time duration
        manifest path
        answers path
        table text
        filter text
        resume on
        only_parts text
        continuous on
        speed number
        rate text
        rate_shape text
        flush_ms integer
        backfill duration
        kafka_brokers kafkaBrokerList text
        kafka_topic kafkaTopic text
        kafka_key text
        kafka_header texts
        kafka_timestamp text
        acks text
        kafka_partitions integer
        kafka_registry text
        kafka_timeout duration
        kafka_tls on
        kafka_ca path
        kafka_cert path
        kafka_cert_key path
        kafka_sasl text
        kafka_user text
        kafka_password_file path
        kafka_token_file path
        dashboard on
        dashboard_port integer
        """,
    ),
}

_BY_FLAG = {re.sub("[^a-z]", "", option.flag.lower()): name for name, option in OPTIONS.items()}


def to_arguments(options: Mapping[str, Any], *, reading: bool, caller: str) -> list[str]:
    """The command line's options of keyword arguments; those that are None are left out.

    :param reading: whether events are read, so that options of files have no meaning
    :param caller: the function, for messages
    :raises OptionError: where a name is unknown or a value has another type than the option
    """
    arguments: list[str] = []
    for name, value in options.items():
        option = OPTIONS.get(name)
        if option is None:
            raise OptionError(_unknown(name, reading, caller))
        if reading and not option.is_for_reading:
            raise OptionError(f"{caller}() has no option {name!r}, which concerns what is written; generate() has it")
        if value is not None:
            arguments.extend(_arguments_of(name, option, value))
    return arguments


def _arguments_of(name: str, option: Option, value: Any) -> Iterable[str]:
    convert: Callable[[Any], list[str]] = CONVERTERS[option.kind]
    try:
        texts = convert(value)
    except (TypeError, ValueError) as error:
        raise OptionError(f"{name}={_shown(value)}: {error}") from None
    if option.kind in ("on", "off"):
        return [f"--{option.flag}" for _ in texts]
    if option.kind == "memory":
        return [f"{option.flag}{text}" for text in texts]
    return [f"--{option.flag}={text}" for text in texts]


def _unknown(name: str, reading: bool, caller: str) -> str:
    names = [each for each, option in OPTIONS.items() if option.is_for_reading or not reading]
    flag = re.sub("[^a-z]", "", name.lower())
    near = [_BY_FLAG[flag]] if flag in _BY_FLAG else difflib.get_close_matches(name, names, 1, 0.6)
    return f"{caller}() has no option {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
