"""Whoever changes what is rendered raises the version of the program, by which a release is a new one."""

from __future__ import annotations

import json
from pathlib import Path

from tests.publish.rendered import KEPT, rendered


def test_what_is_rendered_is_that_of_this_version(small_release: Path) -> None:
    assert rendered(small_release) == json.loads(KEPT.read_text(encoding="utf-8")), (
        "What is rendered has changed: by code, then raise `version` in pyproject.toml, unless it is higher than "
        "that of the last release of the program already; by declarations, which makes a new release by itself. Then "
        "run `make fix`."
    )
