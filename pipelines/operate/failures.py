"""What came of a run, as plain values; the words of an error that is written for people, or comes of memory or disk.

Not here: any single error, or how it is shown (`pipelines/cli/publish.py`).
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.lock import full, no_room
from pipelines.workspace.paths import Outputs


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of a run.

    `error`: what is wrong, for a person; None where all went well. `release`: its metadata, also where something else
    went wrong after it was published. `begun`: False where nothing could be done at all, since
    another run was at work or the outputs can't be written.
    """

    error: str | None = None
    release: dict[str, Any] = field(default_factory=dict)
    begun: bool = True


def in_words(error: Exception, outputs: Outputs | None = None) -> str:
    """The sentence for a person; empty where the error is a fault of the program. `outputs`: where was written."""
    if isinstance(error, ReportedError):
        return str(error)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return "There was not enough memory. Raise `memory` in the settings or lower `threads`, and run again."
    if outputs and no_room(error):
        return full(outputs.root)
    if isinstance(error, OSError | duckdb.IOException):
        return (
            f"The outputs could not be written or a file not read ({_refused_by_the_file_system(error)}). "
            "Make room or allow access, and run again."
        )
    return ""


def broke_down(error: str) -> str:
    """The sentence for a person where the program itself is at fault."""
    return f"The run broke down: {error.strip()}\nRun again with --verbose for the details, and report it."


def _refused_by_the_file_system(error: Exception) -> str:
    if isinstance(error, shutil.Error):  # a list of what could not be copied, whither and why
        return "; ".join(sorted({str(why) for _, _, why in error.args[0]})[:3])
    filename = getattr(error, "filename", None)
    if filename:
        return f"{getattr(error, 'strerror', None) or error}: {filename}"
    # What happened while DuckDB wrote in the background, it tells as JSON within its message.
    message = re.search(r'"exception_message":("(?:[^"\\]|\\.)*")', str(error))
    return str(json.loads(message[1])) if message else str(error).splitlines()[0]
