"""What goes wrong: in the options that a caller gives, or in the program while it runs."""

from __future__ import annotations

import signal


class EventsimError(RuntimeError):
    """The program ended with an error.

    The text is the program's own message. ``exit_code`` is 2 for what the caller gave, 1 for what happened during the run, negative for
    the signal that ended the program, and None where the program could not be started.
    """

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[type[EventsimError], tuple[str, int | None]]:
        # Executors of Spark and workers of Dask send their errors pickled.
        return type(self), (str(self), self.exit_code)


class OptionError(EventsimError, TypeError):
    """An option has an unknown name or a value of a wrong type; nothing was started."""

    def __init__(self, message: str, exit_code: int | None = 2) -> None:
        super().__init__(message, exit_code)


def error_of(exit_code: int, said: str) -> EventsimError:
    """The error of a program that ended with this code and had said this on standard error."""
    if exit_code < 0:
        return EventsimError(_ended_by(-exit_code, said), exit_code)
    return EventsimError(_message_in(said) or f"eventsim ended with exit code {exit_code}", exit_code)


def is_error(line: str) -> bool:
    """Whether a line that the program says is an error: warnings begin with its name, too, and the run goes on."""
    return line.startswith("eventsim: ") and not line.startswith("eventsim: warning: ")


def _message_in(said: str) -> str:
    """The lines from the first that says an error on, without the program's name; all where none does."""
    lines = said.strip().splitlines()
    begin = next((at for at, line in enumerate(lines) if is_error(line)), 0)
    message = "\n".join(line for line in lines[begin:] if line != "(eventsim --help lists the options)")
    return message[len("eventsim: ") :] if message.startswith("eventsim: ") else message


def _ended_by(number: int, said: str) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    hint = ""
    if name == "SIGKILL":
        hint = "; where the system ended it for want of memory, memory='2g' or fewer users make it smaller"
    message = _message_in(said)
    return f"eventsim was ended by {name}{hint}" + (f"\n{message}" if message else "")
