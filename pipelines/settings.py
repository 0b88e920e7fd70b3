"""Reads and checks `datapackage/settings.yaml`: how a run works.

Not here: what is published (`pipelines/publish/publication.py`), where notes come from (`pipelines/sources.py`).
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.archive.readers import Limits
from pipelines.paths import DATAPACKAGE

DEFAULT = DATAPACKAGE / "settings.yaml"


class SettingsError(Exception):
    """A setting can't be meant; the message names setting, rule and cure."""


class Settings(BaseModel):
    """How a run works; see the comments in `datapackage/settings.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limits: dict[str, float] = Field(default_factory=dict)
    workers: Annotated[int, Field(ge=0)] = 0
    threads: Annotated[int, Field(ge=0)] = 0
    memory: Annotated[str, Field(pattern=r"^[1-9][0-9]*(MB|GB)$")] = "1GB"
    lock_seconds: Annotated[float, Field(ge=0)] = 600
    frictionless_rows: Annotated[int, Field(ge=1)] = 250_000

    @field_validator("limits")
    @classmethod
    def _known(cls, value: dict[str, float]) -> dict[str, float]:
        unknown = set(value) - {f.name for f in fields(Limits)}
        if unknown:
            raise ValueError(f"there is no limit {', '.join(sorted(unknown))}")
        if any(limit <= 0 for limit in value.values()):
            raise ValueError("a limit must be greater than zero")
        return value

    @property
    def reader_limits(self) -> Limits:
        """Limits of one document."""
        types = {f.name: f.type for f in fields(Limits)}
        return Limits(**{k: v if types[k] == "float" else int(v) for k, v in self.limits.items()})  # type: ignore[arg-type]

    @property
    def processes(self) -> int:
        """Number of worker processes."""
        return self.workers or os.cpu_count() or 1

    @property
    def engine_threads(self) -> int:
        """Number of DuckDB's threads."""
        return self.threads or os.cpu_count() or 1


def load_settings(path: Path = DEFAULT) -> Settings:
    """Read and check settings.

    Raises:
        SettingsError: with one line per setting that is wrong.
    """
    try:
        return Settings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise SettingsError(f"Settings {path} can't be read: {error.strerror}.") from error
    except ValidationError as error:
        lines = [
            f"  {'.'.join(str(p) for p in e['loc'])}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()
        ]
        raise SettingsError(f"{path.name} can't be used:\n" + "\n".join(lines)) from error
