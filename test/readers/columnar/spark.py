"""Spark's readers: of Parquet the one that reads batches of rows and the one that reads row by row, and that of CSV."""

import csv

from columnar.events import DOUBLES, INSTANTS, WHOLE
from columnar.filters import expression_of
from pyspark.sql import functions


def of_frame(frame):
    instants = [field.name for field in frame.schema if field.dataType.typeName() == "timestamp"]
    columns = [
        functions.expr(f"unix_micros({name}) as {name}") if name in instants else frame[name] for name in frame.columns
    ]
    rows = frame.select(columns).collect()
    return {name: [row[at] for row in rows] for at, name in enumerate(frame.columns)}


def read_parquet(session, path, in_batches):
    session.conf.set("spark.sql.parquet.enableVectorizedReader", str(in_batches).lower())
    return session.read.parquet(path)


def csv_by_spark(session, path):
    """Reads no value where nothing is between two commas: Spark replaces that by nullValue, which no event may have."""
    with open(path, encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    types = {name: "bigint" if name in WHOLE else "double" if name in DOUBLES else "string" for name in names}
    options = {"header": True, "multiLine": True, "escape": '"', "nullValue": "\u0001", "emptyValue": ""}
    frame = session.read.csv(path, schema=", ".join(f"{name} {kind}" for name, kind in types.items()), **options)
    columns = of_frame(frame)
    return {**columns, **{name: [None if value is None else 1000 * value for value in columns[name]] for name in INSTANTS}}


def readers_of(session):
    """The readers for each format, which take the session from its future."""
    return {
        "parquet": {
            "Spark": lambda path: of_frame(read_parquet(session.result(), path, True)),
            "Spark, row by row": lambda path: of_frame(read_parquet(session.result(), path, False)),
        },
        "csv": {"Spark": lambda path: csv_by_spark(session.result(), path)},
    }


def counters_of(session):
    return {
        "Spark": lambda path, filters: counts_of(read_parquet(session.result(), path, True), filters),
        "Spark, row by row": lambda path, filters: counts_of(read_parquet(session.result(), path, False), filters),
    }


def counts_of(frame, filters):
    def count(conditions):
        expression = expression_of(conditions, functions.col, with_constant, lambda column: column.isNull())
        return frame.where(expression).count()

    return [count(conditions) for conditions in filters]


def with_constant(_, value):
    return functions.lit(value)
