"""Reads a Parquet file with pyarrow and DuckDB, with what its footer says."""

import duckdb
import pyarrow
import pyarrow.parquet


def with_text(value):
    """JSON's numbers hold no 64 bits."""
    return str(value) if isinstance(value, int) else value


def rows_of(names, rows):
    return [{name: with_text(value) for name, value in zip(names, row)} for row in rows]


def instants_as_numbers(table):
    columns = [
        column.cast(pyarrow.int64()) if pyarrow.types.is_timestamp(column.type) else column for column in table.columns
    ]
    return rows_of(table.column_names, zip(*(column.to_pylist() for column in columns))) if columns else []


def of_duckdb(path, filters):
    connection = duckdb.connect()
    source = "from read_parquet(?)"
    instants = "* replace (epoch_us(ts) as ts, epoch_us(registration) as registration)"
    result = connection.execute(f"select {instants} {source}", [path])
    names = [column[0] for column in result.description]
    rows = rows_of(names, result.fetchall())
    counts = [connection.execute(f"select count(*) {source} where {each}", [path]).fetchone()[0] for each in filters]
    return {"duckdb": rows, "counts": counts}


def chunk_of(chunk):
    statistics = chunk.statistics
    has_bounds = statistics.has_min_max
    # As in the file, so that timestamps stay numbers.
    return {
        "name": chunk.path_in_schema,
        "codec": chunk.compression,
        "nulls": statistics.null_count,
        "minimum": with_text(statistics.min_raw) if has_bounds else None,
        "maximum": with_text(statistics.max_raw) if has_bounds else None,
        "hasIndexes": chunk.has_column_index and chunk.has_offset_index,
    }


def with_string(chunk):
    return {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in chunk.items()
    }


def footer(path):
    file = pyarrow.parquet.ParquetFile(path)
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    metadata = file.metadata.metadata or {}
    return {
        "created": file.metadata.created_by,
        "metadata": {key.decode(): value.decode() for key, value in metadata.items()},
        "types": {field.name: str(field.type) for field in file.schema_arrow},
        "groupRows": [group.num_rows for group in groups],
        "groups": [[with_string(chunk_of(group.column(at))) for at in range(group.num_columns)] for group in groups],
    }


def read(path, filters):
    rows = instants_as_numbers(pyarrow.parquet.read_table(path))
    return {"pyarrow": rows, **of_duckdb(path, filters), **footer(path)}
