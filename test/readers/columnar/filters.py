"""Filters for readers that write conditions as expressions: pyarrow, polars and Spark.

A filter is a list of conditions, all of which a row fits, with the `column`, the `operator` and the `value`.
"""

import datetime
import functools
import operator

from columnar.events import INSTANTS

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
OPERATORS = {"=": operator.eq, "<": operator.lt, ">=": operator.ge}


def constant_of(condition):
    """The value of a condition, which for an instant is a number of microseconds."""
    value = condition["value"]
    return EPOCH + datetime.timedelta(microseconds=value) if condition["column"] in INSTANTS else value


def expression_of(conditions, field_of, literal_of, is_null):
    """Returns the expression of a filter.

    field_of returns a column, literal_of a constant for a column, and is_null whether a column has no value.
    """

    def each(condition):
        column = condition["column"]
        if condition["operator"] == "is null":
            return is_null(field_of(column))
        return OPERATORS[condition["operator"]](field_of(column), literal_of(column, constant_of(condition)))

    return functools.reduce(operator.and_, map(each, conditions))
