"""Options of single steps of a run, as the launchpad shows them and the command line sets them.

Not here: what they do (`assets/`), what all steps work with (`resources.py`).
"""

import dagster as dg
from pydantic import Field


class ExtractOptions(dg.Config):
    """Which notes are read again although nothing about them is new."""

    note_ids: list[str] = Field(
        default=[], description="Identifiers of notes to read again, e.g. cac-cosp-wg-4-2022-3."
    )
    all_again: bool = Field(default=False, description="Read every note again.")


class ReleaseOptions(dg.Config):
    """How the release of a run is published."""

    accept_removals: str = Field(
        default="",
        description="Why rows of the last release may disappear; it is published in their place. Empty: they may not.",
    )
    mirror: str = Field(
        default="",
        description="Copy the release there too, e.g. s3://bucket/uncac; empty for `mirror` of the settings.",
    )
    date: str = Field(
        default="",
        description="Day of publication, as 2026-11-24; empty for SOURCE_DATE_EPOCH, or today. Only content moves it.",
    )
    again: bool = Field(
        default=False, description="Make another release, also where the latest has the same content, or is damaged."
    )
