"""Reads a folder as a Delta table, and runs programs of the guide."""

import subprocess
import sys

import deltalake
import polars
import pyarrow


def rows_of(table):
    names = table.column_names
    columns = [
        column.cast(pyarrow.timestamp("ms", "UTC")).cast(pyarrow.int64())
        if pyarrow.types.is_timestamp(column.type)
        else column
        for column in table.columns
    ]
    return [
        {name: value for name, value in zip(names, row) if value is not None}
        for row in zip(*(column.to_pylist() for column in columns))
    ]


def of_deltalake(path, filters):
    """Its SQL leaves out files by partitions and statistics."""
    table = deltalake.DeltaTable(path)
    engine = deltalake.QueryBuilder().register("events", table)
    counts = [
        pyarrow.table(engine.execute(f"select count(*) as n from events where {each}").read_all())["n"][0].as_py()
        for each in filters
    ]
    return {"rows": rows_of(table.to_pyarrow_table()), "counts": counts}


def of_polars(path, filters):
    frame = polars.scan_delta(path)
    counts = [frame.filter(polars.sql_expr(each)).select(polars.len()).collect().item() for each in filters]
    return {"rows": rows_of(frame.collect().to_arrow()), "counts": counts}


def read(path, filters):
    return {"deltalake": of_deltalake(path, filters), "polars": of_polars(path, filters)}


def run(program, folder):
    """Returns what a program prints."""
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return {"printed": done.stdout}
