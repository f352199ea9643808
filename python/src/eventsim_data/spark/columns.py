"""Columns as Spark wants them: which ones, of which type, without Arrow's dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow
import pyarrow.compute
from pyspark.sql.types import DataType, DoubleType, IntegerType, LongType, StringType, StructField, StructType, TimestampType

from ..errors import OptionError
from .resolve import Field

_TYPES: dict[str, DataType] = {
    "string": StringType(),
    "int32": IntegerType(),
    "int64": LongType(),
    "double": DoubleType(),
    "instant": TimestampType(),
}
# Other types that a caller's schema may have, which hold every value.
_WIDER: dict[str, tuple[DataType, ...]] = {"int32": (LongType(),), "instant": (LongType(),)}

_ARROW: dict[str, pyarrow.DataType] = {
    "string": pyarrow.string(),
    "integer": pyarrow.int32(),
    "long": pyarrow.int64(),
    "double": pyarrow.float64(),
    "timestamp": pyarrow.timestamp("us", tz="UTC"),
}


def schema_of(fields: Sequence[Field]) -> StructType:
    """The schema of a run; instants are TIMESTAMP, as in its Parquet files."""
    return StructType([StructField(each.name, _TYPES[each.type], each.nullable) for each in fields])


def check_schema(schema: StructType, fields: Sequence[Field]) -> None:
    """Checks a schema that the caller has given, which may have fewer columns, in any order.

    :raises OptionError: with all columns that a run does not have, or not with this type
    """
    known = {each.name: each for each in fields}
    problems = []
    for column in schema.fields:
        field = known.get(column.name)
        if field is None:
            problems.append(f"column {column.name}: events have no such field; they have {', '.join(known)}")
            continue
        types = (_TYPES[field.type], *_WIDER.get(field.type, ()))
        if column.dataType not in types:
            wanted = " or ".join(each.simpleString().upper() for each in types)
            problems.append(f"column {column.name}: is {wanted}, not {column.dataType.simpleString().upper()}")
        elif field.nullable and not column.nullable:
            problems.append(f"column {column.name}: some events lack this field, so it cannot be NOT NULL")
    if problems:
        raise OptionError("\n".join(problems))


def converter(schema: StructType) -> Callable[[pyarrow.RecordBatch], pyarrow.RecordBatch]:
    """Returns a function that takes a schema's columns out of a batch of the program. Columns that are not wanted cost nothing."""
    target = pyarrow.schema([pyarrow.field(each.name, _ARROW[each.dataType.typeName()], each.nullable) for each in schema.fields])

    def convert(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        columns = [_converted(batch.column(each.name), each.type) for each in target]
        return pyarrow.RecordBatch.from_arrays(columns, schema=target)

    return convert


def _converted(column: Any, wanted: pyarrow.DataType) -> Any:
    if column.type == wanted:
        return column
    if pyarrow.types.is_timestamp(column.type) and pyarrow.types.is_int64(wanted):
        # Every instant is a whole number of milliseconds.
        return pyarrow.compute.divide(column.cast(pyarrow.int64()), 1000)
    return column.cast(wanted)
