"""Events as Arrow record batches, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from .errors import EventsimError
from .memory import output_of
from .options import to_arguments
from .process import Process
from .program import command

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_INCOMPLETE = "the output of eventsim is no complete stream of Arrow: {}"


class Batches(Iterator["pyarrow.RecordBatch"]):
    """Record batches of a run as it makes them. The run waits while nobody reads, and ends when this is closed or dropped."""

    def __init__(self, arguments: list[str], dictionaries: bool) -> None:
        """:raises EventsimError: where the program refuses to run"""
        open_stream = _pyarrow().ipc.open_stream
        self._process: Process | None = Process(command(arguments))
        self._decoded: pyarrow.Schema | None = None
        try:
            self._stream = open_stream(self._process.output)
            if not dictionaries:
                self._decoded = _without_dictionaries(self._stream.schema)
        except (OSError, ValueError) as error:
            raise self._why(error) from None
        except BaseException:
            self.close()
            raise

    @property
    def schema(self) -> pyarrow.Schema:
        """The columns of each batch."""
        return self._stream.schema if self._decoded is None else self._decoded

    def __iter__(self) -> Batches:
        return self

    def __next__(self) -> pyarrow.RecordBatch:
        if self._process is None:
            raise StopIteration
        try:
            batch = self._stream.read_next_batch()
        except StopIteration:
            process, self._process = self._process, None
            process.finish()
            raise
        except (OSError, ValueError) as error:  # pyarrow.ArrowInvalid is a ValueError.
            raise self._why(error) from None
        except BaseException:
            self.close()
            raise
        return batch if self._decoded is None else batch.cast(self._decoded)

    def close(self) -> None:
        """Ends the run, if it has not ended."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def __enter__(self) -> Batches:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _why(self, error: Exception) -> EventsimError:
        """The program's own reason where its output broke off."""
        process, self._process = self._process, None
        assert process is not None
        return process.failure() or EventsimError(_INCOMPLETE.format(error))


def batches(*, share: tuple[int, int] | None = None, dictionaries: bool = True, **options: Any) -> Batches:
    """Simulates, and returns an iterator over ``pyarrow.RecordBatch``es of events in the order of time.

    It holds a batch (65,536 events unless ``row_group_events`` says otherwise) and what waits in the pipe, however long the run is. Leave
    the loop early, and the run ends with the iterator; ``with`` ends it at a certain place.

    :param share: ``(2, 8)`` simulates the second of eight shares of the users, on one thread
    :param dictionaries: texts that repeat are dictionaries of Arrow; False makes them plain strings
    :param options: options of the command line, with underscores: ``users``, ``start``, ``end``, ``seed``, ``config`` and others
    :raises OptionError: for options with unknown names or values of a wrong type
    :raises EventsimError: where the program fails, with its message
    """
    return Batches(_arguments("batches", share, options), dictionaries)


def reader(*, share: tuple[int, int] | None = None, dictionaries: bool = True, **options: Any) -> pyarrow.RecordBatchReader:
    """Like :func:`batches`, as a ``pyarrow.RecordBatchReader``, which DuckDB and others take for a table that is read once."""
    run = Batches(_arguments("reader", share, options), dictionaries)
    return _pyarrow().RecordBatchReader.from_batches(run.schema, run)


def read_arrow(*, share: tuple[int, int] | None = None, dictionaries: bool = True, **options: Any) -> pyarrow.Table:
    """Simulates, and returns all events as a ``pyarrow.Table``, in the order of time. Parameters and errors: :func:`batches`."""
    return _read("read_arrow", share, dictionaries, options)


def read_polars(*, share: tuple[int, int] | None = None, dictionaries: bool = True, **options: Any) -> polars.DataFrame:
    """Like :func:`read_arrow`, as a ``polars.DataFrame``; texts that repeat are categories unless ``dictionaries`` is False."""
    to_frame = _module("polars", "polars").from_arrow
    return cast("polars.DataFrame", to_frame(_read("read_polars", share, dictionaries, options)))


def read_pandas(*, share: tuple[int, int] | None = None, dictionaries: bool = True, **options: Any) -> pandas.DataFrame:
    """Like :func:`read_arrow`, as a ``pandas.DataFrame``; texts that repeat are categories unless ``dictionaries`` is False."""
    _module("pandas", "pandas")
    return _read("read_pandas", share, dictionaries, options).to_pandas()


def _read(caller: str, share: Any, dictionaries: bool, options: dict[str, Any]) -> pyarrow.Table:
    arguments = _arguments(caller, share, options)
    arrow = _pyarrow()
    # Plain strings take several times the room of dictionaries: batches become those one by one, and both are never there at once.
    whole = output_of(command(arguments)) if dictionaries else None
    if whole is None:
        with Batches(arguments, dictionaries) as run:
            return arrow.Table.from_batches(run, run.schema)
    try:
        return arrow.ipc.open_stream(arrow.py_buffer(whole)).read_all()
    except (OSError, ValueError) as error:
        raise EventsimError(_INCOMPLETE.format(error)) from None


def _arguments(caller: str, share: Any, options: dict[str, Any]) -> list[str]:
    wanted = {"share": share, **options}
    if share is not None and wanted.get("workers") is None:
        wanted["workers"] = 1
    return [*to_arguments(wanted, reading=True, caller=caller), "--format=arrow", "--quiet"]


def _without_dictionaries(schema: pyarrow.Schema) -> pyarrow.Schema:
    arrow = _pyarrow()
    fields = [field.with_type(field.type.value_type) if arrow.types.is_dictionary(field.type) else field for field in schema]
    return arrow.schema(fields, schema.metadata)


def _pyarrow() -> Any:
    return _module("pyarrow", "arrow")


def _module(name: str, extra: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ModuleNotFoundError(f"{name} is not installed: pip install 'eventsim-data[{extra}]'", name=name) from None
