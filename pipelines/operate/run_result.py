"""What came of a run, as plain values.

Not here: running (`run.py`), showing it (`pipelines/cli/publish.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of a run.

    `error`: what is wrong, for a person; None where all went well. `release`: its metadata, also where something else
    went wrong after it was published. `begun`: False where nothing could be done at all, since
    another run was at work or the outputs can't be written.
    """

    error: str | None = None
    exception: BaseException | None = None
    release: dict[str, Any] = field(default_factory=dict)
    begun: bool = True
