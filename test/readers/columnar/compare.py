"""Answers questions about files with columns.

A question has the `reader`, the `format` and the `path`, and either the `events`, a file of lines of JSON, with its `columns`, or
`filters`. The answer has the `differences` of the file from the events, or the `counts` of the filters.
"""

from columnar.events import difference, events_of


def compare(question, readers, counters):
    reader, path = question["reader"], question["path"]
    if "filters" in question:
        return {"counts": counters[reader](path, question["filters"])}
    found = readers[question["format"]][reader](path)
    return {"differences": difference(events_of(question["events"], tuple(question["columns"])), found)}
