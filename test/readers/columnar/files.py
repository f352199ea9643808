"""Readers of files with columns: pyarrow, DuckDB, polars and fastavro.

READERS has, for each format and reader, the function that returns the columns of a file; COUNTERS those that count the rows of each
filter (filters.py) in a Parquet file.
"""

import datetime
import functools

import duckdb
import fastavro
import polars
import pyarrow
import pyarrow.dataset
import pyarrow.ipc
import pyarrow.parquet
from columnar import csv_files
from columnar.filters import EPOCH, constant_of, expression_of


def of_table(table):
    for at, field in enumerate(table.schema):
        if pyarrow.types.is_dictionary(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(field.type.value_type))
        elif pyarrow.types.is_timestamp(field.type):
            if field.type.tz != "UTC":
                raise ValueError(f"{field.name} is {field.type}, and not in UTC")
            microseconds = table.column(at).cast(pyarrow.timestamp("us", "UTC"))
            table = table.set_column(at, field.name, microseconds.cast(pyarrow.int64()))
    return table.to_pydict()


def parquet_by_pyarrow(path):
    return of_table(pyarrow.parquet.read_table(path))


def parquet_by_pyarrow_dictionaries(path):
    """Each string column as the dictionary and the indices that the file has, which pyarrow does not build itself."""
    schema = pyarrow.parquet.read_schema(path)
    strings = [field.name for field in schema if pyarrow.types.is_string(field.type)]
    table = pyarrow.parquet.read_table(path, read_dictionary=strings)
    for name in strings:
        for chunk in table.column(name).chunks:
            if len(chunk.dictionary.unique()) != len(chunk.dictionary):
                raise ValueError(f"{name}: a value is twice in the dictionary")
    return of_table(table)


def of_duckdb(source, path):
    result = duckdb.connect().execute(f"select * from {source}", [path])
    columns = [(column[0], str(column[1])) for column in result.description]
    instants = ", ".join(f"epoch_us({name}) as {name}" for name, kind in columns if kind == "TIMESTAMP WITH TIME ZONE")
    replaced = f"* replace ({instants})" if instants else "*"
    rows = duckdb.connect().execute(f"select {replaced} from {source}", [path]).fetchall()
    return {name: [row[at] for row in rows] for at, (name, _) in enumerate(columns)}


def arrow_by_duckdb(events):
    """DuckDB reads tables of pyarrow, with their dictionaries."""
    connection = duckdb.connect()
    connection.register("events", events)
    instants = "* replace (epoch_us(ts) as ts, epoch_us(registration) as registration)"
    result = connection.execute(f"select {instants} from events")
    names = [column[0] for column in result.description]
    return dict(zip(names, map(list, zip(*result.fetchall())))) if len(events) > 0 else {name: [] for name in names}


def of_polars(frame):
    instants = [name for name, kind in frame.schema.items() if isinstance(kind, polars.Datetime)]
    if any(frame.schema[name].time_zone != "UTC" for name in instants):
        raise ValueError(f"instants are not in UTC: {frame.schema}")
    plain = frame.with_columns(polars.col(name).dt.epoch("us") for name in instants)
    return plain.with_columns(polars.col(polars.Categorical).cast(polars.String)).to_dict(as_series=False)


def avro_by_fastavro(path):
    with open(path, "rb") as file:
        reader = fastavro.reader(file)
        names = [field["name"] for field in reader.writer_schema["fields"]]
        rows = list(reader)
    return {name: [plain(row[name]) for row in rows] for name in names}


def plain(value):
    return (value - EPOCH) // datetime.timedelta(microseconds=1) if isinstance(value, datetime.datetime) else value


READERS = {
    "csv": csv_files.READERS,
    "parquet": {
        "pyarrow": parquet_by_pyarrow,
        "pyarrow's dictionaries": parquet_by_pyarrow_dictionaries,
        "DuckDB": functools.partial(of_duckdb, "read_parquet(?)"),
        "polars": lambda path: of_polars(polars.read_parquet(path)),
    },
    "arrow": {
        "pyarrow": lambda path: of_table(pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()),
        "polars": lambda path: of_polars(polars.read_ipc(path)),
        "DuckDB": lambda path: arrow_by_duckdb(pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()),
    },
    "arrows": {
        "pyarrow": lambda path: of_table(pyarrow.ipc.open_stream(pyarrow.memory_map(path)).read_all()),
        "polars": lambda path: of_polars(polars.read_ipc_stream(path)),
    },
    "avro": {
        "fastavro": avro_by_fastavro,
        "polars": lambda path: of_polars(polars.read_avro(path)),
    },
}


def counts_of_duckdb(path, filters):
    connection = duckdb.connect()

    def count(conditions):
        texts = (f'"{each["column"]}" {each["operator"]}{"" if each["value"] is None else " ?"}' for each in conditions)
        constants = [constant_of(each) for each in conditions if each["value"] is not None]
        query = f"select count(*) from read_parquet(?) where {' and '.join(texts)}"
        return connection.execute(query, [path, *constants]).fetchone()[0]

    return [count(conditions) for conditions in filters]


def counts_of_pyarrow(path, filters):
    dataset = pyarrow.dataset.dataset(path)

    def literal_of(column, value):
        return pyarrow.scalar(value, dataset.schema.field(column).type)

    def count(conditions):
        expression = expression_of(conditions, pyarrow.dataset.field, literal_of, lambda field: field.is_null())
        return dataset.count_rows(filter=expression)

    return [count(conditions) for conditions in filters]


def counts_of_polars(path, filters):
    frame = polars.scan_parquet(path)
    schema = frame.collect_schema()

    def literal_of(column, value):
        return polars.lit(value, dtype=schema[column])

    def count(conditions):
        expression = expression_of(conditions, polars.col, literal_of, lambda field: field.is_null())
        return frame.filter(expression).select(polars.len()).collect().item()

    return [count(conditions) for conditions in filters]


COUNTERS = {"pyarrow": counts_of_pyarrow, "DuckDB": counts_of_duckdb, "polars": counts_of_polars}
