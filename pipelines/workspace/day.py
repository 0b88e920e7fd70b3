"""The day of publication: decided once a run, and never again.

Not here: what a release makes of it (`pipelines/publish/release.py`), times for the operator (`history.py`).
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

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
