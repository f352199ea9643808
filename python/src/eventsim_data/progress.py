"""Where a person sees how far a run is: a terminal, a notebook, or lines of a log."""

from __future__ import annotations

import html
import re
import sys
from typing import Any, Protocol

# How the program redraws its line: to the first column, and what is there is cleared.
REDRAWN = re.compile(r"\r\x1b\[K")
_SHARE = re.compile(r"^(\d+(?:\.\d+)?) %")


class Display(Protocol):
    """Shows what the program says while it runs."""

    wants_progress: bool
    """Whether the program shall draw its line of progress."""

    def line(self, text: str) -> None:
        """A line that stays, such as the summary."""

    def progress(self, text: str) -> None:
        """A line that the next one replaces; an empty one clears it."""


class Lines:
    """Lines of a log: what the program would say to a pipe."""

    wants_progress = False

    def line(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def progress(self, text: str) -> None:
        """Nothing is drawn into a log."""


class Terminal(Lines):
    """A terminal, on which the last line is drawn again and again."""

    wants_progress = True

    def line(self, text: str) -> None:
        self.progress("")
        super().line(text)

    def progress(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


class Notebook:
    """The output of a notebook's cell: one display, which is updated, and below it nothing that scrolls."""

    wants_progress = True

    def __init__(self, show: Any) -> None:
        """:param show: IPython.display.display"""
        self._lines: list[str] = []
        self._handle = show(self._data(""), raw=True, display_id=True)

    def line(self, text: str) -> None:
        self._lines.append(text)
        self.progress("")

    def progress(self, text: str) -> None:
        self._handle.update(self._data(text), raw=True)

    def _data(self, progress: str) -> dict[str, str]:
        """The same as text, for consoles and files, and as HTML with a bar."""
        lines = [*self._lines, *([progress] if progress else [])]
        marked = [html.escape(line) for line in lines]
        share = _SHARE.match(progress)
        if share is not None:
            marked[-1] = f'<progress max="100" value="{share[1]}"></progress> {marked[-1]}'
        return {"text/plain": "\n".join(lines), "text/html": "".join(f"<div>{line}</div>" for line in marked)}


def display_here() -> Display:
    """The display of where this runs."""
    show = _notebook()
    if show is not None:
        return Notebook(show)
    return Terminal() if sys.stderr is not None and sys.stderr.isatty() else Lines()


def _notebook() -> Any:
    """IPython's display where a kernel shows it to somebody, else None."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or getattr(shell, "kernel", None) is None:
        return None
    from IPython.display import display

    return display
