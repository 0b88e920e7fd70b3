"""The day of publication, decided once a run and never again; times for operators, which stand in no release.

Not here: what a release makes of its day (`pipelines/publish/release.py`).
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from pipelines.workspace.errors import ReportedError

_VARIABLE = "SOURCE_DATE_EPOCH"


def publication_day() -> date:
    """The day that `SOURCE_DATE_EPOCH` names (reproducible-builds.org), else today; in UTC, as all days here.

    Raises:
        ReportedError: the variable holds no number of seconds.
    """
    given = os.environ.get(_VARIABLE)
    if not given:
        return datetime.now(tz=UTC).date()
    try:
        return datetime.fromtimestamp(int(given), tz=UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ReportedError(
            f"{_VARIABLE} is {given!r}, which is no number of seconds since 1970-01-01. Nothing was published. Unset "
            "it, or give a number, as `date +%s` prints it."
        ) from error


def now() -> str:
    """The time, as `2026-11-24T09:00:00+00:00`."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def age(at: str) -> timedelta:
    """How long ago a time was, given as `now` gives it; below zero for one in the future: the clock was set back."""
    return datetime.now(tz=UTC) - datetime.fromisoformat(at)
