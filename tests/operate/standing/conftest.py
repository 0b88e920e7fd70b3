"""Outputs with two releases, made once; each test has a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.releases import Days


@pytest.fixture
def outputs(days: Days) -> Path:
    """Outputs with a release of one note and one of two, beside an inbox with both."""
    days.after(2)
    return days.outputs.root
