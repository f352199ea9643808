"""Readers of CSV: pyarrow, DuckDB and polars.

CSV has no types, so each is told them, and that an empty text in quotes is no null. Instants are milliseconds, as in JSON.
"""

import csv

import duckdb
import polars
import pyarrow
import pyarrow.csv
from columnar.events import DOUBLES, INSTANTS, WHOLE

def names_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def types_of(path, whole, double, text):
    return {name: whole if name in WHOLE else double if name in DOUBLES else text for name in names_of(path)}


def with_microseconds(columns):
    return {
        name: [None if value is None else value * 1000 for value in values] if name in INSTANTS else values
        for name, values in columns.items()
    }


def by_pyarrow(path):
    table = pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=types_of(path, pyarrow.int64(), pyarrow.float64(), pyarrow.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return with_microseconds(table.to_pydict())


def by_duckdb(path):
    types = types_of(path, "BIGINT", "DOUBLE", "VARCHAR")
    source = "read_csv(?, header = true, allow_quoted_nulls = false, columns = ?)"
    rows = duckdb.connect().execute(f"select * from {source}", [path, types]).fetchall()
    return with_microseconds({name: [row[at] for row in rows] for at, name in enumerate(types)})


def by_polars(path):
    types = types_of(path, polars.Int64, polars.Float64, polars.String)
    return with_microseconds(polars.read_csv(path, schema=types).to_dict(as_series=False))


READERS = {"pyarrow": by_pyarrow, "DuckDB": by_duckdb, "polars": by_polars}
