"""What came of a run, as plain values.

Not here: running (`run.py`), showing it (`pipelines/cli/publish.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    `error`: what is wrong, for a person; None where all went well. `release`: its metadata, also where something else
    went wrong after it was published. `busy`: another run was at work, and this one never began.
    """

    error: str | None = None
    exception: BaseException | None = None
    release: dict[str, Any] = field(default_factory=dict)
    busy: bool = False
