"""The events of a run as columns, from its lines of JSON, and how the columns of a reader differ from them.

Every reader returns its columns as lists, with None where a row has no value, and instants in microseconds since 1970.
"""

import functools
import json
import math

INSTANTS = ("ts", "registration")
WHOLE = ("sessionId", "status", "itemInSession", *INSTANTS)
DOUBLES = ("length",)


def without_nan(values):
    """NaN differs from itself."""
    return ["NaN" if isinstance(value, float) and math.isnan(value) else value for value in values]


def value_of(name, value):
    if value is None:
        return None
    if name in INSTANTS:
        return value * 1000
    # JSON has a text for NaN and the infinities.
    return float(value) if name in DOUBLES else value


@functools.lru_cache(maxsize=2)
def events_of(path, names):
    """Returns the columns of a file of lines, which stay in memory for the next reader."""
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {name: without_nan(value_of(name, row.get(name)) for row in rows) for name in names}


def first_difference(name, wanted, found):
    if len(wanted) != len(found):
        return f"{name}: {len(found)} rows instead of {len(wanted)}"
    for row, (expected, value) in enumerate(zip(wanted, found)):
        if value != expected or type(value) is not type(expected):
            return f"{name}: row {row} has {value!r:.200} instead of {expected!r:.200}"
    return None


def difference(wanted, found):
    """Returns what differs, of each column the first row, or an empty list."""
    if list(wanted) != list(found):
        return [f"columns {list(found)} instead of {list(wanted)}"]
    differences = (first_difference(name, wanted[name], without_nan(found[name])) for name in wanted)
    return [each for each in differences if each is not None]
