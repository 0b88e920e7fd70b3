"""What is kept from run to run: one typed file for each thing, and what becomes of a damaged one.

Here: reading, checking and writing such a file. Not here: what is kept, which each stage declares where it needs it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from pipelines.workspace.atomic import write_file
from pipelines.workspace.errors import ReportedError

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_reported: set[Path] = set()


class StateError(ReportedError):
    """A file can't be used, and can't be made again."""


class State(Generic[T]):
    """One file that holds a `T`: a model or dataclass, or a list or mapping of such.

    The type stands where it is opened: `State[dict[str, Receipt]](path, {})`. `default`: the value where there is no
    file. A damaged file counts as none and is written anew by the next run, which is logged once; so does a file that
    another version of the program wrote in another form, which is not logged. `cure`: for what can't be made again,
    what a person must do about either.
    """

    def __init__(self, path: Path, default: T, *, cure: str = "") -> None:
        self.path = path
        self._default, self._cure = default, cure

    def load(self) -> T:
        """What was kept.

        Raises:
            StateError: the file can't be used, nor be made again.
        """
        try:
            return self._kind.validate_json(self.path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return self._default
        except (OSError, ValidationError) as error:
            why = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
            is_old = isinstance(error, ValidationError) and error.errors()[0]["type"] != "json_invalid"
            if self._cure:
                what = "was written by another version of the program" if is_old else "is damaged"
                raise StateError(f"{self.path} {what}", str(why), self._cure) from error
            if self.path not in _reported and not is_old:
                _reported.add(self.path)
                _LOG.warning("%s is damaged (%s) and is made again.", self.path, why)
            return self._default

    def save(self, value: T) -> None:
        """Write a value, completely or not at all; a file that holds it already is left alone.

        Raises:
            OSError: it can't be written; the value before is still there.
        """
        data = self._kind.dump_json(value, indent=1, exclude_defaults=True) + b"\n"
        with suppress(OSError, StateError):
            if self.path.read_bytes() == data:
                return
            self.load()  # says so where it is damaged
        write_file(self.path, data, durable=bool(self._cure))
        _reported.discard(self.path)

    @property
    def _kind(self) -> TypeAdapter[T]:
        return _adapter(get_args(self.__orig_class__)[0])  # type: ignore[attr-defined]  # set by `State[T](…)`


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
