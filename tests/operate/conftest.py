"""Days on which notes arrive, for the tests of refreshes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operate.quick import Days


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(tmp_path, monkeypatch)
