"""Reads event files with the readers that people use, and answers over HTTP what each of them sees.

A question is JSON: the `reader`, the `path` that it is given, and `hive` where the folders are named by columns. The answer
has the `columns` and the `rows` without what is null, or the `error`. A question with a `form` is one of tables.py, one with
`parquet` or `footer` of parquet_files.py, one with a `format` of columnar/compare.py. One process answers all questions (serve.py).
"""

import csv
import datetime
import glob
import json
import math
import os

import delta_tables
import duckdb
import fastavro
import pandas
import parquet_files
import polars
import pyarrow.csv
import pyarrow.dataset
import tables
import zstandard
from columnar import files
from columnar import spark as columnar_spark
from columnar.compare import compare
from serve import serve, start_spark


def of_spark(path, hive):
    reader = spark.result().read
    # Below a glob Spark makes columns of folders only where it is told at which folder they begin.
    if hive and "*" in path:
        reader = reader.option("basePath", path[: path.index("*")])
    frame = reader.json(path)
    return frame.columns, [row.asDict() for row in frame.collect()]


def of_duckdb(path, hive):
    relation = duckdb.connect().execute("select * from read_json(?)", [path])
    columns = [column[0] for column in relation.description]
    return columns, [dict(zip(columns, row)) for row in relation.fetchall()]


def of_polars(path, hive):
    # By default the first hundred lines tell which columns there are.
    frame = polars.scan_ndjson(path, infer_schema_length=None).collect()
    return frame.columns, frame.to_dicts()


def of_pyarrow(path, hive):
    """It takes a folder or a list of files, which here are those that Python finds for a glob."""
    source = glob.glob(path, recursive=True) if "*" in path else path
    table = pyarrow.dataset.dataset(source, format="json", partitioning="hive" if hive else None).to_table()
    return table.column_names, table.to_pylist()


def of_pandas(path, hive):
    """It takes a file, so this reads those that Python finds for a glob."""
    options = {"lines": True, "dtype": False, "convert_dates": False, "precise_float": True}
    names = [name for name in glob.glob(path, recursive=True) if os.path.isfile(name)]
    frame = pandas.concat([pandas.read_json(name, **options) for name in names])
    return list(frame.columns), frame.to_dict("records")


def of_lines(lines):
    rows = [json.loads(line) for line in lines.splitlines()]
    return sorted({key for row in rows for key in row}), rows


def of_pyarrow_stream(path, hive):
    with pyarrow.CompressedInputStream(pyarrow.OSFile(path), "zstd") as stream:
        return of_lines(stream.read())


def of_zstandard(path, hive):
    with open(path, "rb") as file, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as stream:
        return of_lines(stream.read())


def of_zstandard_object(path, hive):
    """What most scripts do. It stops after the first frame, and says nothing."""
    with open(path, "rb") as file:
        return of_lines(zstandard.ZstdDecompressor().decompressobj().decompress(file.read()))


def of_fastavro(path, hive):
    with open(path, "rb") as file:
        rows = [{key: as_milliseconds(value) for key, value in row.items()} for row in fastavro.reader(file)]
    return sorted({key for row in rows for key in row}), with_texts(rows)


def as_milliseconds(value):
    if not isinstance(value, datetime.datetime):
        return value
    return (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)


INTEGERS = {"ts", "sessionId", "status", "itemInSession", "registration"}


def columns_of_csv(path):
    """The columns of a file of CSV; their types are not in it, so that whoever reads it states them."""
    with open(path, encoding="utf-8") as file:
        return file.readline().rstrip("\n").split(",")


def of_python_csv(path, hive):
    """All values are texts; an empty text and null are the same to it."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return list(rows[0]), rows


def of_duckdb_csv(path, hive):
    columns = columns_of_csv(path)
    types = {name: "BIGINT" if name in INTEGERS else "DOUBLE" if name == "length" else "VARCHAR" for name in columns}
    relation = duckdb.connect().read_csv(path, header=True, dtype=types, allow_quoted_nulls=False)
    return columns, with_texts([dict(zip(columns, row)) for row in relation.fetchall()])


def of_pyarrow_csv(path, hive):
    columns = columns_of_csv(path)
    types = {name: "int64" if name in INTEGERS else "double" if name == "length" else "string" for name in columns}
    options = {
        "parse_options": pyarrow.csv.ParseOptions(newlines_in_values=True),
        "convert_options": pyarrow.csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    }
    table = pyarrow.csv.read_csv(path, **options)
    return table.column_names, with_texts(table.to_pylist())


READERS = {
    "Python's csv": of_python_csv,
    "DuckDB's read_csv": of_duckdb_csv,
    "pyarrow's read_csv": of_pyarrow_csv,
    "fastavro": of_fastavro,
    "Spark": of_spark,
    "DuckDB": of_duckdb,
    "polars": of_polars,
    "pyarrow": of_pyarrow,
    "pandas": of_pandas,
    "pyarrow's CompressedInputStream": of_pyarrow_stream,
    "zstandard's stream_reader": of_zstandard,
    "zstandard's decompressobj": of_zstandard_object,
}


def is_there(value):
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def with_texts(value):
    """JSON has no numbers for these."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: with_texts(each) for key, each in value.items()}
    return [with_texts(each) for each in value] if isinstance(value, list) else value


def answer(question):
    if "parquet" in question:
        return parquet_files.read(question["parquet"], question["filters"])
    if "footer" in question:
        return parquet_files.footer(question["footer"])
    if "delta" in question:
        return delta_tables.read(question["delta"], question["filters"])
    if "program" in question:
        return delta_tables.run(question["program"], question["folder"])
    if "form" in question:
        return with_texts(tables.load(question, spark))
    if "format" in question:
        return compare(question, columnar_readers(), {**files.COUNTERS, **columnar_spark.counters_of(spark)})
    columns, rows = READERS[question["reader"]](question["path"], question["hive"])
    rows = [{key: value for key, value in row.items() if is_there(value)} for row in rows]
    return {"columns": columns, "rows": rows}


def columnar_readers():
    of_spark = columnar_spark.readers_of(spark)
    return {format: {**readers, **of_spark.get(format, {})} for format, readers in files.READERS.items()}


if __name__ == "__main__":
    spark = start_spark()
    serve(answer)
